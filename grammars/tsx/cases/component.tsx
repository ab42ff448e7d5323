import { useState } from "react";
// ^ import react

export function Counter({ start }: { start: number }) {
  //            ^ function Counter exported
  const [count, setCount] = useState(start);
  return <button onClick={() => setCount(count + 1)}>{count}</button>;
}

export const Label = ({ text }: { text: string }) => <b>{text}</b>;
//           ^ function Label exported
