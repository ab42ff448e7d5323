import type { ReactNode } from "react";
// <- type react
import * as Menu from "./menu";
// ^ import ./menu

interface Props<T> {
  //      ^ interface Props
  items: T[];
  // <- field items in Props
  children?: (item: T) => ReactNode;
  // <- field children in Props
}

export const List = <T,>({ items, children }: Props<T>) => (
  //         ^ function List exported
  <Menu.Root>
    {items.map((item) => (
      <Menu.Item key={String(item)}>{children?.(item)}</Menu.Item>
    ))}
  </Menu.Root>
);
