// What decides the type of a member in code that uses the language's own types: what collections hold, what lambdas are given. Nothing
// here is referred to.

class Object { boolean equals(Object other); int hashCode(); String toString(); Class<Object> getClass(); void notify(); void notifyAll(); void wait(); }
interface Iterable<T> { Iterator<T> iterator(); void forEach(Consumer<T> action); Spliterator<T> spliterator(); }
interface Iterator<T> { boolean hasNext(); T next(); void remove(); }
interface ListIterator<T> extends Iterator<T> { T previous(); boolean hasPrevious(); void set(T value); void add(T value); }
class Array<T> implements Iterable<T> { int length; Array<T> clone(); }
interface Collection<T> extends Iterable<T> {
  int size(); boolean isEmpty(); boolean contains(Object value); boolean add(T value); boolean remove(Object value); void clear();
  boolean addAll(Collection<T> values); boolean removeAll(Collection<T> values); boolean removeIf(Predicate<T> test); Stream<T> stream(); Object[] toArray();
  boolean containsAll(Collection<T> values); boolean retainAll(Collection<T> values);
}
interface List<T> extends Collection<T> {
  T get(int index); T set(int index, T value); T remove(int index); int indexOf(Object value); List<T> subList(int from, int to);
  ListIterator<T> listIterator(); void sort(Comparator<T> order); T getFirst(); T getLast(); static <E> List<E> of(E... values);
}
class ArrayList<T> implements List<T> {}
class LinkedList<T> implements List<T>, Deque<T> {}
interface Set<T> extends Collection<T> { static <E> Set<E> of(E... values); }
class HashSet<T> implements Set<T> {}
class LinkedHashSet<T> implements Set<T> {}
class TreeSet<T> implements Set<T> { T first(); T last(); }
interface Queue<T> extends Collection<T> { T poll(); T peek(); boolean offer(T value); T element(); }
interface Deque<T> extends Queue<T> { T pop(); void push(T value); T pollFirst(); T pollLast(); T peekFirst(); T peekLast(); T removeFirst(); T removeLast(); void addFirst(T value); void addLast(T value); }
class ArrayDeque<T> implements Deque<T> {}
interface Map<K, V> {
  V get(Object key); V put(K key, V value); V remove(Object key); V getOrDefault(Object key, V other); V putIfAbsent(K key, V value);
  V computeIfAbsent(K key, Function<K, V> make); V computeIfPresent(K key, BiFunction<K, V, V> make); V merge(K key, V value, BiFunction<V, V, V> join);
  Set<K> keySet(); Collection<V> values(); Set<Entry<K, V>> entrySet(); void forEach(BiConsumer<K, V> action); void putAll(Map<K, V> other);
  boolean containsKey(Object key); boolean containsValue(Object value); int size(); boolean isEmpty(); void clear();
}
interface Entry<K, V> { K getKey(); V getValue(); V setValue(V value); }
class HashMap<K, V> implements Map<K, V> {}
class LinkedHashMap<K, V> implements Map<K, V> {}
class TreeMap<K, V> implements Map<K, V> { Entry<K, V> firstEntry(); Entry<K, V> lastEntry(); K firstKey(); K lastKey(); }
class ConcurrentHashMap<K, V> implements Map<K, V> {}
interface ConcurrentMap<K, V> extends Map<K, V> {}
class Optional<T> {
  T get(); T orElse(T other); T orElseGet(Supplier<T> make); T orElseThrow(); boolean isPresent(); boolean isEmpty(); void ifPresent(Consumer<T> action);
  <U> Optional<U> map(Function<T, U> change); <U> Optional<U> flatMap(Function<T, Optional<U>> change); Optional<T> filter(Predicate<T> test);
  Stream<T> stream(); static <U> Optional<U> of(U value); static <U> Optional<U> ofNullable(U value);
}
interface Stream<T> {
  Stream<T> filter(Predicate<T> test); <U> Stream<U> map(Function<T, U> change); <U> Stream<U> flatMap(Function<T, Stream<U>> change); Stream<T> distinct();
  Stream<T> sorted(); Stream<T> limit(long count); Stream<T> skip(long count); Stream<T> peek(Consumer<T> look); List<T> toList(); List<T> collect(Object how);
  Optional<T> findFirst(); Optional<T> findAny(); Optional<T> min(Comparator<T> order); Optional<T> max(Comparator<T> order); void forEach(Consumer<T> action);
  boolean anyMatch(Predicate<T> test); boolean allMatch(Predicate<T> test); boolean noneMatch(Predicate<T> test); long count(); Iterator<T> iterator();
}
interface Function<T, R> { R apply(T value); }
interface BiFunction<T, U, R> { R apply(T first, U second); }
interface UnaryOperator<T> { T apply(T value); }
interface BinaryOperator<T> { T apply(T first, T second); }
interface Predicate<T> { boolean test(T value); }
interface BiPredicate<T, U> { boolean test(T first, U second); }
interface Consumer<T> { void accept(T value); }
interface BiConsumer<T, U> { void accept(T first, U second); }
interface Supplier<T> { T get(); }
interface Comparator<T> { int compare(T first, T second); }
interface Comparable<T> { int compareTo(T other); }
interface Callable<T> { T call(); }
interface Runnable { void run(); }
class ThreadLocal<T> { T get(); void set(T value); void remove(); }
class AtomicReference<T> { T get(); void set(T value); T getAndSet(T value); }
class WeakReference<T> { T get(); }
class SoftReference<T> { T get(); }
interface Future<T> { T get(); }
class Class<T> { T cast(Object value); T newInstance(); String getName(); String getSimpleName(); boolean isInstance(Object value); Class<T> getSuperclass(); }
interface CharSequence { int length(); char charAt(int index); CharSequence subSequence(int from, int to); boolean isEmpty(); }
class String implements CharSequence {
  String concat(String other); String intern(); String replace(String from, String to); String strip(); String substring(int from, int to); String toLowerCase(); String toUpperCase();
  String trim(); String repeat(int count); int indexOf(String part); int lastIndexOf(String part); boolean startsWith(String part); boolean endsWith(String part);
  boolean contains(String part); boolean equalsIgnoreCase(String other); boolean matches(String pattern); String[] split(String by); byte[] getBytes(); char[] toCharArray();
  static String valueOf(Object value); static String format(String text, Object... values); static String join(String by, Object... parts); int compareTo(String other);
}
class StringBuilder implements CharSequence { StringBuilder append(Object value); StringBuilder insert(int at, Object value); StringBuilder reverse(); StringBuilder deleteCharAt(int at); void setLength(int length); }
class Throwable { String getMessage(); Throwable getCause(); void printStackTrace(); Throwable initCause(Throwable cause); StackTraceElement[] getStackTrace(); String getLocalizedMessage(); }
class Exception extends Throwable {}
class RuntimeException extends Exception {}
class IOException extends Exception {}
class IllegalArgumentException extends RuntimeException {}
class IllegalStateException extends RuntimeException {}
class Error extends Throwable {}
class Number { int intValue(); long longValue(); double doubleValue(); float floatValue(); short shortValue(); byte byteValue(); }
class Integer extends Number {}
class Double extends Number {}
class Boolean { boolean booleanValue(); }
class Character {}
