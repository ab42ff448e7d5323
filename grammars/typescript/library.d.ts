// biome-ignore-all lint: these are the language's own names and types
// What decides the type of a member in code that uses the language's own types: what collections hold, what callbacks are given,
// what waiting gives. Nothing here is referred to; members that give nothing further are left out or stand for their names alone.

interface Iterator<T, R = any, N = any> {
  next(): IteratorResult<T>;
  map<U>(callback: (value: T, index: number) => U): Iterator<U>;
  filter(predicate: (value: T, index: number) => unknown): Iterator<T>;
  flatMap<U>(callback: (value: T, index: number) => Iterable<U>): Iterator<U>;
  take(limit: number): Iterator<T>;
  drop(limit: number): Iterator<T>;
  toArray(): T[];
  find(predicate: (value: T, index: number) => unknown): T | undefined;
  forEach(callback: (value: T, index: number) => void): void;
  some(predicate: (value: T, index: number) => unknown): boolean;
  every(predicate: (value: T, index: number) => unknown): boolean;
  reduce<U>(callback: (accumulator: U, value: T, index: number) => U, initial: U): U;
}
interface IteratorResult<T> {
  done: boolean;
  value: T;
}
interface Iterable<T> {
  [Symbol.iterator](): Iterator<T>;
}
interface IterableIterator<T> extends Iterator<T>, Iterable<T> {}
interface IteratorObject<T> extends Iterator<T>, Iterable<T> {}
interface ArrayIterator<T> extends Iterator<T>, Iterable<T> {}
interface Generator<T = any, R = any, N = any> extends Iterator<T>, Iterable<T> {
  return(value: R): IteratorResult<T>;
  throw(error: any): IteratorResult<T>;
}
interface AsyncIterator<T, R = any, N = any> {
  next(): Promise<IteratorResult<T>>;
}
interface AsyncIterable<T> {
  [Symbol.asyncIterator](): AsyncIterator<T>;
}
interface AsyncIterableIterator<T> extends AsyncIterator<T>, AsyncIterable<T> {}
interface AsyncGenerator<T = any, R = any, N = any> extends AsyncIterator<T>, AsyncIterable<T> {
  return(value: R): Promise<IteratorResult<T>>;
  throw(error: any): Promise<IteratorResult<T>>;
}

interface ReadonlyArray<T> extends Iterable<T> {
  length: number;
  at(index: number): T | undefined;
  concat(...items: (T | ReadonlyArray<T>)[]): T[];
  entries(): IterableIterator<[number, T]>;
  every(predicate: (value: T, index: number, array: T[]) => unknown, self?: any): boolean;
  filter<S extends T>(predicate: (value: T, index: number, array: T[]) => value is S, self?: any): T[];
  find<S extends T>(predicate: (value: T, index: number, array: T[]) => value is S, self?: any): T | undefined;
  findIndex(predicate: (value: T, index: number, array: T[]) => unknown, self?: any): number;
  findLast(predicate: (value: T, index: number, array: T[]) => unknown, self?: any): T | undefined;
  findLastIndex(predicate: (value: T, index: number, array: T[]) => unknown, self?: any): number;
  flat(depth?: number): (T extends ReadonlyArray<infer I> ? I : T)[];
  flatMap<U>(callback: (value: T, index: number, array: T[]) => U | ReadonlyArray<U>, self?: any): U[];
  forEach(callback: (value: T, index: number, array: T[]) => void, self?: any): void;
  includes(element: T, from?: number): boolean;
  indexOf(element: T, from?: number): number;
  join(separator?: string): string;
  keys(): IterableIterator<number>;
  lastIndexOf(element: T, from?: number): number;
  map<U>(callback: (value: T, index: number, array: T[]) => U, self?: any): U[];
  reduce(callback: (previous: T, current: T, index: number, array: T[]) => T): T;
  reduce<U>(callback: (previous: U, current: T, index: number, array: T[]) => U, initial: U): U;
  reduceRight(callback: (previous: T, current: T, index: number, array: T[]) => T): T;
  reduceRight<U>(callback: (previous: U, current: T, index: number, array: T[]) => U, initial: U): U;
  slice(start?: number, end?: number): T[];
  some(predicate: (value: T, index: number, array: T[]) => unknown, self?: any): boolean;
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  toSpliced(start: number, count?: number, ...items: T[]): T[];
  values(): IterableIterator<T>;
  with(index: number, value: T): T[];
}
interface Array<T> extends ReadonlyArray<T> {
  copyWithin(target: number, start: number, end?: number): this;
  fill(value: T, start?: number, end?: number): this;
  pop(): T | undefined;
  push(...items: T[]): number;
  reverse(): T[];
  shift(): T | undefined;
  sort(compare?: (a: T, b: T) => number): this;
  splice(start: number, count?: number, ...items: T[]): T[];
  unshift(...items: T[]): number;
}
interface ArrayConstructor {
  new <T>(length?: number): T[];
  <T>(length?: number): T[];
  from<T>(items: Iterable<T> | ArrayLike<T>): T[];
  from<T, U>(items: Iterable<T> | ArrayLike<T>, map: (value: T, index: number) => U, self?: any): U[];
  isArray(value: any): boolean;
  of<T>(...items: T[]): T[];
  fromAsync<T>(items: AsyncIterable<T> | Iterable<T>): Promise<T[]>;
}
declare const Array: ArrayConstructor;
interface ArrayLike<T> extends Iterable<T> {
  length: number;
}

declare class Map<K, V> implements Iterable<[K, V]> {
  constructor(entries?: Iterable<[K, V]> | null);
  size: number;
  clear(): void;
  delete(key: K): boolean;
  entries(): IterableIterator<[K, V]>;
  forEach(callback: (value: V, key: K, map: Map<K, V>) => void, self?: any): void;
  get(key: K): V | undefined;
  has(key: K): boolean;
  keys(): IterableIterator<K>;
  set(key: K, value: V): this;
  values(): IterableIterator<V>;
  static groupBy<K, T>(items: Iterable<T>, key: (item: T, index: number) => K): Map<K, T[]>;
}
interface ReadonlyMap<K, V> extends Map<K, V> {}
declare class WeakMap<K, V> {
  constructor(entries?: Iterable<[K, V]> | null);
  delete(key: K): boolean;
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): this;
}
declare class Set<T> implements Iterable<T> {
  constructor(values?: Iterable<T> | null);
  size: number;
  add(value: T): this;
  clear(): void;
  delete(value: T): boolean;
  entries(): IterableIterator<[T, T]>;
  forEach(callback: (value: T, key: T, set: Set<T>) => void, self?: any): void;
  has(value: T): boolean;
  keys(): IterableIterator<T>;
  values(): IterableIterator<T>;
  union<U>(other: Set<U>): Set<T | U>;
  intersection<U>(other: Set<U>): Set<T>;
  difference<U>(other: Set<U>): Set<T>;
}
interface ReadonlySet<T> extends Set<T> {}
declare class WeakSet<T> {
  constructor(values?: Iterable<T> | null);
  add(value: T): this;
  delete(value: T): boolean;
  has(value: T): boolean;
}
declare class WeakRef<T> {
  constructor(target: T);
  deref(): T | undefined;
}

interface PromiseLike<T> {
  then<A = T, B = never>(
    done?: ((value: T) => A | PromiseLike<A>) | null,
    failed?: ((reason: any) => B | PromiseLike<B>) | null,
  ): Promise<A>;
}
declare class Promise<T> implements PromiseLike<T> {
  constructor(executor: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: any) => void) => void);
  then<A = T, B = never>(
    done?: ((value: T) => A | PromiseLike<A>) | null,
    failed?: ((reason: any) => B | PromiseLike<B>) | null,
  ): Promise<A>;
  catch<B = never>(failed?: ((reason: any) => B | PromiseLike<B>) | null): Promise<T>;
  finally(done?: (() => void) | null): Promise<T>;
  static all<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>[]>;
  static allSettled<T>(values: Iterable<T | PromiseLike<T>>): Promise<PromiseSettledResult<Awaited<T>>[]>;
  static any<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>>;
  static race<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>>;
  static reject<T = never>(reason?: any): Promise<T>;
  static resolve<T>(value?: T | PromiseLike<T>): Promise<Awaited<T>>;
  static withResolvers<T>(): PromiseWithResolvers<T>;
}
interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve: (value: T | PromiseLike<T>) => void;
  reject: (reason?: any) => void;
}
interface PromiseSettledResult<T> {
  status: string;
  value: T;
  reason: any;
}

interface ObjectConstructor {
  new (value?: any): Object;
  assign<T, A, B, C>(target: T, a: A, b?: B, c?: C): T & A & B & C;
  create<T>(prototype: T, properties?: any): T;
  defineProperty<T>(target: T, key: any, attributes: any): T;
  defineProperties<T>(target: T, attributes: any): T;
  entries<T>(object: Record<string, T> | ArrayLike<T>): [string, T][];
  freeze<T>(object: T): T;
  fromEntries<T>(entries: Iterable<[any, T]>): Record<string, T>;
  getOwnPropertyNames(object: any): string[];
  getPrototypeOf(object: any): any;
  groupBy<K, T>(items: Iterable<T>, key: (item: T, index: number) => K): Record<string, T[]>;
  hasOwn(object: any, key: any): boolean;
  is(a: any, b: any): boolean;
  keys(object: any): string[];
  preventExtensions<T>(object: T): T;
  seal<T>(object: T): T;
  setPrototypeOf<T>(object: T, prototype: any): T;
  values<T>(object: Record<string, T> | ArrayLike<T>): T[];
}
declare const Object: ObjectConstructor;
interface Object {
  hasOwnProperty(key: any): boolean;
  isPrototypeOf(value: any): boolean;
  propertyIsEnumerable(key: any): boolean;
  toLocaleString(): string;
  toString(): string;
  valueOf(): any;
}
interface Function {
  name: string;
  length: number;
  prototype: any;
  apply(self: any, args?: any): any;
  bind(self: any, ...args: any[]): any;
  call(self: any, ...args: any[]): any;
}
declare function structuredClone<T>(value: T): T;

interface String extends Iterable<string> {
  length: number;
  at(index: number): string;
  charAt(index: number): string;
  charCodeAt(index: number): number;
  codePointAt(index: number): number;
  concat(...parts: string[]): string;
  endsWith(part: string): boolean;
  includes(part: string): boolean;
  indexOf(part: string): number;
  lastIndexOf(part: string): number;
  localeCompare(other: string): number;
  match(pattern: any): RegExpMatchArray;
  matchAll(pattern: any): IterableIterator<RegExpMatchArray>;
  normalize(form?: string): string;
  padEnd(length: number, fill?: string): string;
  padStart(length: number, fill?: string): string;
  repeat(count: number): string;
  replace(pattern: any, replacement: string | ((part: string, ...groups: any[]) => string)): string;
  replaceAll(pattern: any, replacement: string | ((part: string, ...groups: any[]) => string)): string;
  search(pattern: any): number;
  slice(start?: number, end?: number): string;
  split(separator: any, limit?: number): string[];
  startsWith(part: string): boolean;
  substr(start: number, length?: number): string;
  substring(start: number, end?: number): string;
  toLocaleLowerCase(): string;
  toLocaleUpperCase(): string;
  toLowerCase(): string;
  toString(): string;
  toUpperCase(): string;
  trim(): string;
  trimEnd(): string;
  trimStart(): string;
  valueOf(): string;
}
interface StringConstructor {
  new (value?: any): String;
  (value?: any): string;
  fromCharCode(...codes: number[]): string;
  raw(parts: any, ...values: any[]): string;
}
declare const String: StringConstructor;
interface Number {
  toFixed(digits?: number): string;
  toString(radix?: number): string;
  toPrecision(digits?: number): string;
  toExponential(digits?: number): string;
  toLocaleString(): string;
  valueOf(): number;
}
interface NumberConstructor {
  (value?: any): number;
  isInteger(value: any): boolean;
  isFinite(value: any): boolean;
  isNaN(value: any): boolean;
  isSafeInteger(value: any): boolean;
  parseFloat(text: string): number;
  parseInt(text: string, radix?: number): number;
}
declare const Number: NumberConstructor;
interface Boolean {
  valueOf(): boolean;
}
interface BooleanConstructor {
  (value?: any): boolean;
  prototype: Boolean;
}
declare const Boolean: BooleanConstructor;
interface Symbol {
  description: string;
  toString(): string;
}
interface BigInt {
  toString(radix?: number): string;
}
interface RegExpMatchArray extends Array<string> {
  index: number;
  input: string;
  groups: Record<string, string>;
}
declare class RegExp {
  constructor(pattern: any, flags?: string);
  exec(text: string): RegExpMatchArray;
  test(text: string): boolean;
  flags: string;
  global: boolean;
  lastIndex: number;
  source: string;
}
declare class Date {
  constructor(value?: any);
  static now(): number;
  static parse(text: string): number;
  getTime(): number;
  getFullYear(): number;
  getMonth(): number;
  getDate(): number;
  getDay(): number;
  getHours(): number;
  getMinutes(): number;
  getSeconds(): number;
  getMilliseconds(): number;
  getTimezoneOffset(): number;
  setTime(time: number): number;
  toISOString(): string;
  toJSON(): string;
  toString(): string;
  toLocaleDateString(): string;
  toLocaleTimeString(): string;
  toUTCString(): string;
  valueOf(): number;
}
declare class Error {
  constructor(message?: string, options?: any);
  cause: unknown;
  message: string;
  name: string;
  stack: string;
  static captureStackTrace(target: any, function_?: any): void;
}
declare class TypeError extends Error {}
declare class RangeError extends Error {}
declare class SyntaxError extends Error {}
declare class ReferenceError extends Error {}
declare class EvalError extends Error {}
declare class URIError extends Error {}
declare class AggregateError extends Error {
  errors: any[];
}
interface JSON {
  parse(text: string, reviver?: any): any;
  stringify(value: any, replacer?: any, space?: any): string;
}
declare const JSON: JSON;
interface Math {
  abs(x: number): number;
  ceil(x: number): number;
  floor(x: number): number;
  max(...x: number[]): number;
  min(...x: number[]): number;
  round(x: number): number;
  random(): number;
}
declare const Math: Math;

type Partial<T> = T;
type Required<T> = T;
type Readonly<T> = T;
type NonNullable<T> = T;
type Pick<T, K> = T;
type Omit<T, K> = T;
type Exclude<T, U> = T;
type Extract<T, U> = T;
type NoInfer<T> = T;
type ThisType<T> = unknown;
type Record<K, V> = { [key: string]: V };
type ReturnType<T> = unknown;
type InstanceType<T> = unknown;
type Awaited<T> = T;
type Parameters<T> = unknown;
