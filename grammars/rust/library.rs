// What decides the type of a member in code that uses the language's own types: what collections hold, what a pattern takes out,
// what passes a type through. Nothing here is referred to.

type Box<T> = T;
type Rc<T> = T;
type Arc<T> = T;
type Cow<T> = T;
type Pin<T> = T;
type Ref<T> = T;
type RefMut<T> = T;
type MutexGuard<T> = T;
type RwLockReadGuard<T> = T;
type RwLockWriteGuard<T> = T;
type ManuallyDrop<T> = T;
struct Box {}
impl Box { fn new<T>(value: T) -> T; fn pin<T>(value: T) -> T; }
struct Rc {}
impl Rc { fn new<T>(value: T) -> T; fn clone<T>(value: T) -> T; }
struct Arc {}
impl Arc { fn new<T>(value: T) -> T; fn clone<T>(value: T) -> T; }
struct Pin {}
impl Pin { fn new<T>(value: T) -> T; }

trait IntoIterator<T> {}
trait Future<T> {}

fn Some<T>(value: T) -> Option<T>;
fn Ok<T>(value: T) -> Result<T, Unknown>;
fn Err<E>(value: E) -> Result<Unknown, E>;
struct Some<T>(T);
impl<T> Option<T> for Some<T> {}
struct Ok<T>(T);
struct Err<E>(E);
struct Unknown {}

struct Option<T> {}
impl<T> IntoIterator<T> for Option<T> {
    fn unwrap(self) -> T;
    fn expect(self, message: &str) -> T;
    fn unwrap_or(self, other: T) -> T;
    fn unwrap_or_else(self, other: impl Fn() -> T) -> T;
    fn unwrap_or_default(self) -> T;
    fn as_ref(&self) -> Option<T>;
    fn as_mut(&mut self) -> Option<T>;
    fn as_deref(&self) -> Option<T>;
    fn as_deref_mut(&mut self) -> Option<T>;
    fn take(&mut self) -> Option<T>;
    fn replace(&mut self, value: T) -> Option<T>;
    fn insert(&mut self, value: T) -> T;
    fn get_or_insert(&mut self, value: T) -> T;
    fn get_or_insert_with(&mut self, make: impl Fn() -> T) -> T;
    fn cloned(self) -> Option<T>;
    fn copied(self) -> Option<T>;
    fn clone(&self) -> Option<T>;
    fn or(self, other: Option<T>) -> Option<T>;
    fn or_else(self, other: impl Fn() -> Option<T>) -> Option<T>;
    fn filter(self, test: impl Fn(T) -> bool) -> Option<T>;
    fn map<U>(self, change: impl Fn(T) -> U) -> Option<U>;
    fn map_or<U>(self, other: U, change: impl Fn(T) -> U) -> U;
    fn map_or_else<U>(self, other: impl Fn() -> U, change: impl Fn(T) -> U) -> U;
    fn and_then<U>(self, change: impl Fn(T) -> Option<U>) -> Option<U>;
    fn is_some_and(&self, test: impl Fn(T) -> bool) -> bool;
    fn ok_or<E>(self, error: E) -> Result<T, E>;
    fn ok_or_else<E>(self, error: impl Fn() -> E) -> Result<T, E>;
    fn is_some(&self) -> bool;
    fn is_none(&self) -> bool;
    fn iter(&self) -> Iterator<T>;
}

struct Result<T, E> {}
impl<T, E> IntoIterator<T> for Result<T, E> {
    fn unwrap(self) -> T;
    fn expect(self, message: &str) -> T;
    fn unwrap_or(self, other: T) -> T;
    fn unwrap_or_else(self, other: impl Fn(E) -> T) -> T;
    fn unwrap_or_default(self) -> T;
    fn unwrap_err(self) -> E;
    fn expect_err(self, message: &str) -> E;
    fn as_ref(&self) -> Result<T, E>;
    fn as_mut(&mut self) -> Result<T, E>;
    fn clone(&self) -> Result<T, E>;
    fn ok(self) -> Option<T>;
    fn err(self) -> Option<E>;
    fn map<U>(self, change: impl Fn(T) -> U) -> Result<U, E>;
    fn map_err<F>(self, change: impl Fn(E) -> F) -> Result<T, F>;
    fn and_then<U>(self, change: impl Fn(T) -> Result<U, E>) -> Result<U, E>;
    fn or_else<F>(self, change: impl Fn(E) -> Result<T, F>) -> Result<T, F>;
    fn context<C>(self, text: C) -> Result<T, E>;
    fn with_context<C>(self, text: impl Fn() -> C) -> Result<T, E>;
    fn is_ok(&self) -> bool;
    fn is_err(&self) -> bool;
}

trait Iterator<T>: IntoIterator<T> {
    fn next(&mut self) -> Option<T>;
    fn by_ref(&mut self) -> Iterator<T>;
    fn chain(self, other: Iterator<T>) -> Iterator<T>;
    fn cloned(self) -> Iterator<T>;
    fn copied(self) -> Iterator<T>;
    fn cycle(self) -> Iterator<T>;
    fn fuse(self) -> Iterator<T>;
    fn rev(self) -> Iterator<T>;
    fn peekable(self) -> Iterator<T>;
    fn peek(&mut self) -> Option<T>;
    fn skip(self, count: usize) -> Iterator<T>;
    fn step_by(self, count: usize) -> Iterator<T>;
    fn take(self, count: usize) -> Iterator<T>;
    fn enumerate(self) -> Iterator<(usize, T)>;
    fn zip<U>(self, other: IntoIterator<U>) -> Iterator<(T, U)>;
    fn filter(self, test: impl Fn(T) -> bool) -> Iterator<T>;
    fn skip_while(self, test: impl Fn(T) -> bool) -> Iterator<T>;
    fn take_while(self, test: impl Fn(T) -> bool) -> Iterator<T>;
    fn inspect(self, look: impl Fn(T)) -> Iterator<T>;
    fn map<U>(self, change: impl Fn(T) -> U) -> Iterator<U>;
    fn filter_map<U>(self, change: impl Fn(T) -> Option<U>) -> Iterator<U>;
    fn flat_map<U>(self, change: impl Fn(T) -> IntoIterator<U>) -> Iterator<U>;
    fn collect(self) -> Vec<T>;
    fn find(&mut self, test: impl Fn(T) -> bool) -> Option<T>;
    fn find_map<U>(&mut self, change: impl Fn(T) -> Option<U>) -> Option<U>;
    fn position(&mut self, test: impl Fn(T) -> bool) -> Option<usize>;
    fn any(&mut self, test: impl Fn(T) -> bool) -> bool;
    fn all(&mut self, test: impl Fn(T) -> bool) -> bool;
    fn for_each(self, look: impl Fn(T));
    fn fold<U>(self, start: U, step: impl Fn(U, T) -> U) -> U;
    fn last(self) -> Option<T>;
    fn nth(&mut self, index: usize) -> Option<T>;
    fn max(self) -> Option<T>;
    fn min(self) -> Option<T>;
    fn max_by_key<K>(self, key: impl Fn(T) -> K) -> Option<T>;
    fn min_by_key<K>(self, key: impl Fn(T) -> K) -> Option<T>;
    fn count(self) -> usize;
}

struct Vec<T> {}
impl<T> IntoIterator<T> for Vec<T> {
    fn iter(&self) -> Iterator<T>;
    fn iter_mut(&mut self) -> Iterator<T>;
    fn into_iter(self) -> Iterator<T>;
    fn drain(&mut self) -> Iterator<T>;
    fn first(&self) -> Option<T>;
    fn last(&self) -> Option<T>;
    fn first_mut(&mut self) -> Option<T>;
    fn last_mut(&mut self) -> Option<T>;
    fn get(&self, index: usize) -> Option<T>;
    fn get_mut(&mut self, index: usize) -> Option<T>;
    fn pop(&mut self) -> Option<T>;
    fn pop_front(&mut self) -> Option<T>;
    fn remove(&mut self, index: usize) -> T;
    fn swap_remove(&mut self, index: usize) -> T;
    fn push(&mut self, value: T);
    fn push_back(&mut self, value: T);
    fn extend(&mut self, values: IntoIterator<T>);
    fn to_vec(&self) -> Vec<T>;
    fn as_slice(&self) -> Vec<T>;
    fn clone(&self) -> Vec<T>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn retain(&mut self, test: impl Fn(T) -> bool);
    fn sort_by_key<K>(&mut self, key: impl Fn(T) -> K);
    fn sort_by(&mut self, order: impl Fn(T, T) -> Ordering);
    fn chunks(&self, size: usize) -> Iterator<Vec<T>>;
    fn windows(&self, size: usize) -> Iterator<Vec<T>>;
    fn split_first(&self) -> Option<(T, Vec<T>)>;
    fn split_last(&self) -> Option<(T, Vec<T>)>;
    fn contains(&self, value: &T) -> bool;
    fn at__(&self) -> T;
}
type VecDeque<T> = Vec<T>;
type HashSet<T> = Vec<T>;
type BTreeSet<T> = Vec<T>;
type BinaryHeap<T> = Vec<T>;

struct HashMap<K, V> {}
impl<K, V> IntoIterator<(K, V)> for HashMap<K, V> {
    fn iter(&self) -> Iterator<(K, V)>;
    fn iter_mut(&mut self) -> Iterator<(K, V)>;
    fn into_iter(self) -> Iterator<(K, V)>;
    fn keys(&self) -> Iterator<K>;
    fn values(&self) -> Iterator<V>;
    fn values_mut(&mut self) -> Iterator<V>;
    fn into_values(self) -> Iterator<V>;
    fn get(&self, key: &K) -> Option<V>;
    fn get_mut(&mut self, key: &K) -> Option<V>;
    fn insert(&mut self, key: K, value: V) -> Option<V>;
    fn remove(&mut self, key: &K) -> Option<V>;
    fn entry(&mut self, key: K) -> Entry<V>;
    fn contains_key(&self, key: &K) -> bool;
    fn clone(&self) -> HashMap<K, V>;
    fn at__(&self) -> V;
}
type BTreeMap<K, V> = HashMap<K, V>;
struct Entry<V> {}
impl<V> Entry<V> {
    fn or_default(self) -> V;
    fn or_insert(self, value: V) -> V;
    fn or_insert_with(self, make: impl Fn() -> V) -> V;
}

struct Mutex<T> {}
impl<T> Mutex<T> { fn new(value: T) -> Mutex<T>; fn lock(&self) -> Result<T, Unknown>; fn into_inner(self) -> Result<T, Unknown>; }
struct RwLock<T> {}
impl<T> RwLock<T> { fn new(value: T) -> RwLock<T>; fn read(&self) -> Result<T, Unknown>; fn write(&self) -> Result<T, Unknown>; }
struct RefCell<T> {}
impl<T> RefCell<T> { fn new(value: T) -> RefCell<T>; fn borrow(&self) -> T; fn borrow_mut(&self) -> T; fn into_inner(self) -> T; }
struct Cell<T> {}
impl<T> Cell<T> { fn new(value: T) -> Cell<T>; fn get(&self) -> T; fn set(&self, value: T); }
struct OnceLock<T> {}
impl<T> OnceLock<T> { fn get(&self) -> Option<T>; fn get_or_init(&self, make: impl Fn() -> T) -> T; }

struct String {}
impl String {
    fn as_str(&self) -> String;
    fn as_bytes(&self) -> Vec<u8>;
    fn chars(&self) -> Iterator<char>;
    fn clone(&self) -> String;
    fn lines(&self) -> Iterator<String>;
    fn split(&self, by: char) -> Iterator<String>;
    fn to_lowercase(&self) -> String;
    fn to_owned(&self) -> String;
    fn to_string(&self) -> String;
    fn to_uppercase(&self) -> String;
    fn trim(&self) -> String;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn push(&mut self, value: char);
    fn push_str(&mut self, text: &str);
    fn starts_with(&self, text: &str) -> bool;
    fn ends_with(&self, text: &str) -> bool;
    fn contains(&self, text: &str) -> bool;
    fn into_bytes(self) -> Vec<u8>;
}

struct Path {}
impl Path {
    fn as_path(&self) -> Path;
    fn to_path_buf(&self) -> Path;
    fn join(&self, part: &str) -> Path;
    fn parent(&self) -> Option<Path>;
    fn canonicalize(&self) -> Result<Path, Unknown>;
    fn file_name(&self) -> Option<String>;
    fn extension(&self) -> Option<String>;
    fn display(&self) -> String;
    fn exists(&self) -> bool;
    fn is_dir(&self) -> bool;
    fn is_file(&self) -> bool;
    fn metadata(&self);
    fn strip_prefix(&self, prefix: &Path) -> Result<Path, Unknown>;
    fn to_string_lossy(&self) -> String;
    fn to_str(&self) -> Option<String>;
    fn components(&self);
    fn file_type(&self);
    fn follow_links(&self);
}
type PathBuf = Path;

macro_rules! assert { () => {} }
macro_rules! assert_eq { () => {} }
macro_rules! assert_ne { () => {} }
macro_rules! format { () => {} }
macro_rules! matches { () => {} }
macro_rules! panic { () => {} }
macro_rules! print { () => {} }
macro_rules! println { () => {} }
macro_rules! eprintln { () => {} }
macro_rules! vec { () => {} }
macro_rules! write { () => {} }
macro_rules! writeln { () => {} }
