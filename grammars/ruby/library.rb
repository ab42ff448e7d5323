# What Ruby brings along: a member of this name says nothing about the repository's own.
module Kernel
  def puts(*) = nil
  def print(*) = nil
  def p(*) = nil
  def raise(*) = nil
  def require(path) = nil
  def require_relative(path) = nil
  def load(path) = nil
  def lambda = nil
  def proc = nil
  def loop = nil
  def catch(tag) = nil
  def throw(tag) = nil
  def format(*) = ""
  def sprintf(*) = ""
  def system(*) = nil
  def sleep(*) = nil
  def rand(*) = nil
  def warn(*) = nil
  def exit(*) = nil
  def abort(*) = nil
  def binding = nil
  def caller(*) = []
  def block_given? = nil
end

class Object
  include Kernel
  def class = nil
  def send(*) = nil
  def public_send(*) = nil
  def respond_to?(*) = nil
  def method(name) = nil
  def methods = []
  def instance_variable_get(name) = nil
  def instance_variable_set(name, value) = nil
  def instance_variable_defined?(name) = nil
  def instance_variables = []
  def instance_eval(*) = nil
  def instance_exec(*) = nil
  def instance_of?(type) = nil
  def is_a?(type) = nil
  def kind_of?(type) = nil
  def nil? = nil
  def dup = self
  def clone = self
  def freeze = self
  def frozen? = nil
  def tap = self
  def then = nil
  def extend(*) = self
  def inspect = ""
  def to_s = ""
  def hash = 0
  def object_id = 0
  def equal?(other) = nil
  def eql?(other) = nil
  def define_singleton_method(name) = nil
  def singleton_class = nil
  def display = nil
end

class Module
  def attr_reader(*) = nil
  def attr_writer(*) = nil
  def attr_accessor(*) = nil
  def include(*) = self
  def include?(type) = nil
  def prepend(*) = self
  def ancestors = []
  def superclass = nil
  def instance_methods(*) = []
  def instance_method(name) = nil
  def method_defined?(name) = nil
  def define_method(*) = nil
  def alias_method(*) = nil
  def remove_method(*) = nil
  def undef_method(*) = nil
  def module_function(*) = nil
  def private(*) = nil
  def protected(*) = nil
  def public(*) = nil
  def private_class_method(*) = nil
  def public_class_method(*) = nil
  def private_constant(*) = nil
  def const_get(name) = nil
  def const_set(name, value) = nil
  def const_defined?(name) = nil
  def const_missing(name) = nil
  def constants = []
  def class_eval(*) = nil
  def module_eval(*) = nil
  def class_variable_get(name) = nil
  def autoload(name, path) = nil
  def allocate = nil
  def new(*) = nil
end

module Enumerable
  def each = self
  def map = []
  def flat_map = []
  def collect = []
  def select = []
  def filter = []
  def filter_map = []
  def reject = []
  def detect = nil
  def find = nil
  def find_all = []
  def find_index(*) = 0
  def each_with_index = self
  def each_with_object(memo) = memo
  def each_slice(size) = []
  def each_cons(size) = []
  def each_entry = []
  def inject(*) = nil
  def reduce(*) = nil
  def sum(*) = 0
  def count(*) = 0
  def min(*) = nil
  def max(*) = nil
  def min_by = nil
  def max_by = nil
  def minmax = []
  def sort = []
  def sort_by = []
  def group_by = {}
  def partition = []
  def zip(*) = []
  def all?(*) = nil
  def any?(*) = nil
  def none?(*) = nil
  def one?(*) = nil
  def include?(item) = nil
  def member?(item) = nil
  def first(*) = nil
  def take(size) = []
  def take_while = []
  def drop(size) = []
  def drop_while = []
  def to_a = []
  def entries = []
  def to_h = {}
  def to_set = nil
  def tally = {}
  def uniq = []
  def cycle(*) = nil
  def chunk_while = []
  def slice_when = []
  def lazy = self
  def grep(pattern) = []
end

class Array
  include Enumerable
  def [](index) = nil
  def []=(index, value)
  end
  def <<(item) = self
  def push(*) = self
  def append(*) = self
  def pop(*) = nil
  def shift(*) = nil
  def unshift(*) = self
  def insert(*) = self
  def concat(*) = self
  def length = 0
  def size = 0
  def empty? = nil
  def last(*) = nil
  def index(*) = 0
  def rindex(*) = 0
  def join(*) = ""
  def reverse = []
  def reverse_each = self
  def rotate(*) = []
  def flatten(*) = []
  def flatten! = self
  def compact = []
  def compact! = self
  def uniq! = self
  def map! = self
  def select! = self
  def reject! = self
  def sort! = self
  def sort_by! = self
  def shuffle = []
  def sample(*) = nil
  def delete(item) = nil
  def delete_at(index) = nil
  def delete_if = self
  def keep_if = self
  def clear = self
  def fill(*) = self
  def fetch(*) = nil
  def dig(*) = nil
  def values_at(*) = []
  def assoc(key) = []
  def slice(*) = []
  def slice!(*) = []
  def product(*) = []
  def combination(size) = []
  def permutation(*) = []
  def transpose = []
  def each_index = self
  def pack(*) = ""
  def bsearch = nil
end

class Hash
  include Enumerable
  def [](key) = nil
  def []=(key, value)
  end
  def store(key, value) = nil
  def fetch(*) = nil
  def dig(*) = nil
  def key(value) = nil
  def keys = []
  def values = []
  def values_at(*) = []
  def key?(key) = nil
  def has_key?(key) = nil
  def value?(value) = nil
  def has_value?(value) = nil
  def each_pair = self
  def each_key = self
  def each_value = self
  def delete(key) = nil
  def delete_if = self
  def merge(*) = {}
  def merge!(*) = self
  def update(*) = self
  def replace(other) = self
  def invert = {}
  def transform_values = {}
  def transform_keys = {}
  def slice(*) = {}
  def except(*) = {}
  def compact = {}
  def length = 0
  def size = 0
  def empty? = nil
  def clear = self
  def default = nil
  def compare_by_identity = self
end

class String
  def [](*) = ""
  def length = 0
  def size = 0
  def bytes = []
  def bytesize = 0
  def chars = []
  def lines = []
  def each_line = self
  def each_char = self
  def empty? = nil
  def upcase = ""
  def downcase = ""
  def capitalize = ""
  def swapcase = ""
  def strip = ""
  def lstrip = ""
  def rstrip = ""
  def chomp(*) = ""
  def chop = ""
  def squeeze(*) = ""
  def sub(*) = ""
  def sub!(*) = self
  def gsub(*) = ""
  def gsub!(*) = self
  def tr(from, to) = ""
  def delete(*) = ""
  def split(*) = []
  def partition(mark) = []
  def rpartition(mark) = []
  def scan(pattern) = []
  def match(pattern) = nil
  def match?(pattern) = nil
  def index(*) = 0
  def rindex(*) = 0
  def include?(part) = nil
  def start_with?(*) = nil
  def end_with?(*) = nil
  def delete_prefix(part) = ""
  def delete_suffix(part) = ""
  def replace(other) = self
  def insert(index, other) = self
  def prepend(*) = self
  def concat(*) = self
  def ljust(*) = ""
  def rjust(*) = ""
  def center(*) = ""
  def unpack(*) = []
  def encode(*) = ""
  def encoding = nil
  def force_encoding(name) = self
  def unicode_normalize(*) = ""
  def hex = 0
  def ord = 0
  def succ = ""
  def to_i(*) = 0
  def to_f = 0.0
  def to_sym = nil
  def to_str = ""
  def intern = nil
  def casecmp(other) = 0
  def casecmp?(other) = nil
  def unpack1(*) = nil
end

class Symbol
  def to_proc = nil
end

class Integer
  def times = self
  def upto(last) = self
  def downto(last) = self
  def step(*) = self
  def zero? = nil
  def positive? = nil
  def negative? = nil
  def even? = nil
  def odd? = nil
  def abs = 0
  def ceil(*) = 0
  def floor(*) = 0
  def round(*) = 0
  def divmod(other) = []
  def chr = ""
  def succ = 0
  def pred = 0
  def digits = []
  def clamp(*) = 0
end

class Float
  def nan? = nil
  def infinite? = nil
  def truncate(*) = 0
end

class Proc
  def call(*) = nil
  def curry = nil
  def arity = 0
  def parameters = []
end

class IO
  def read(*) = ""
  def write(*) = 0
  def gets(*) = ""
  def readline(*) = ""
  def readlines(*) = []
  def close = nil
  def closed? = nil
  def flush = self
  def rewind = 0
  def seek(*) = 0
  def fileno = 0
  def isatty = nil
  def tty? = nil
  def winsize = []
  def binmode = self
end

class Exception
  def message = ""
  def full_message(*) = ""
  def backtrace = []
  def set_backtrace(lines) = nil
  def cause = nil
end

class Thread
  def join(*) = self
  def value = nil
  def alive? = nil
  def synchronize = nil
end

class Time
  def strftime(format) = ""
  def iso8601 = ""
  def utc = self
  def localtime = self
  def year = 0
  def month = 0
  def day = 0
end

class MatchData
  def captures = []
  def named_captures = {}
  def pre_match = ""
  def post_match = ""
end
