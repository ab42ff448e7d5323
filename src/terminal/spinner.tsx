import { Text } from "ink";
import { useEffect, useState } from "react";
import { accent } from "../output/theme.js";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** One line with a sign of life before it. It turns slowly: the model needs the processor more. */
export function Spinner({ text }: { text: string }) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((now) => now + 1), 120);
    return () => clearInterval(timer);
  }, []);
  return <Text wrap="truncate">{`${accent(frames[turn % frames.length]!)} ${text}`}</Text>;
}
