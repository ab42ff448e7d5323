import { createContext, lazy } from "react";
// ^ import react

const Page = lazy(() => import("./page"));
//    ^ variable Page exported
// <- dynamic ./page
export const Theme = createContext<"light" | "dark">("light");
//           ^ variable Theme exported

export function useTheme(): [string, () => void] {
  //            ^ function useTheme exported
  return ["light", () => {}];
}

export { Page as default };
