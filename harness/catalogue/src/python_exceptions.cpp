#include "loopcheck/catalogue/python_exceptions.hpp"

#include <algorithm>

namespace loopcheck::catalogue {
namespace {

struct Entry {
  std::string_view name;
  std::string_view base;
  std::string_view second_base = {};
};

constexpr Entry tree[] = {
    {"BaseException", ""},
    {"BaseExceptionGroup", "BaseException"},
    {"GeneratorExit", "BaseException"},
    {"KeyboardInterrupt", "BaseException"},
    {"SystemExit", "BaseException"},
    {"CancelledError", "BaseException"},
    {"Exception", "BaseException"},
    {"ExceptionGroup", "BaseExceptionGroup", "Exception"},
    {"ArithmeticError", "Exception"},
    {"FloatingPointError", "ArithmeticError"},
    {"OverflowError", "ArithmeticError"},
    {"ZeroDivisionError", "ArithmeticError"},
    {"AssertionError", "Exception"},
    {"AttributeError", "Exception"},
    {"BufferError", "Exception"},
    {"EOFError", "Exception"},
    {"IncompleteReadError", "EOFError"},
    {"ImportError", "Exception"},
    {"ModuleNotFoundError", "ImportError"},
    {"LookupError", "Exception"},
    {"IndexError", "LookupError"},
    {"KeyError", "LookupError"},
    {"MemoryError", "Exception"},
    {"NameError", "Exception"},
    {"UnboundLocalError", "NameError"},
    {"OSError", "Exception"},
    {"BlockingIOError", "OSError"},
    {"ChildProcessError", "OSError"},
    {"ConnectionError", "OSError"},
    {"BrokenPipeError", "ConnectionError"},
    {"ConnectionAbortedError", "ConnectionError"},
    {"ConnectionRefusedError", "ConnectionError"},
    {"ConnectionResetError", "ConnectionError"},
    {"FileExistsError", "OSError"},
    {"FileNotFoundError", "OSError"},
    {"InterruptedError", "OSError"},
    {"IsADirectoryError", "OSError"},
    {"NotADirectoryError", "OSError"},
    {"PermissionError", "OSError"},
    {"ProcessLookupError", "OSError"},
    {"TimeoutError", "OSError"},
    {"UnsupportedOperation", "OSError", "ValueError"},
    {"gaierror", "OSError"},
    {"herror", "OSError"},
    {"ReferenceError", "Exception"},
    {"RuntimeError", "Exception"},
    {"NotImplementedError", "RuntimeError"},
    {"RecursionError", "RuntimeError"},
    {"SendfileNotAvailableError", "RuntimeError"},
    {"BrokenBarrierError", "RuntimeError"},
    {"StopAsyncIteration", "Exception"},
    {"StopIteration", "Exception"},
    {"SyntaxError", "Exception"},
    {"SystemError", "Exception"},
    {"TypeError", "Exception"},
    {"ValueError", "Exception"},
    {"UnicodeError", "ValueError"},
    {"UnicodeDecodeError", "UnicodeError"},
    {"UnicodeEncodeError", "UnicodeError"},
    {"UnicodeTranslateError", "UnicodeError"},
    {"InvalidStateError", "Exception"},
    {"LimitOverrunError", "Exception"},
    {"QueueEmpty", "Exception"},
    {"QueueFull", "Exception"},
    {"Warning", "Exception"},
    {"DeprecationWarning", "Warning"},
    {"RuntimeWarning", "Warning"},
    {"ResourceWarning", "Warning"},
};

constexpr Entry aliases[] = {
    {"IOError", "OSError"},      {"EnvironmentError", "OSError"}, {"WindowsError", "OSError"},
    {"socket.error", "OSError"}, {"select.error", "OSError"},     {"timeout", "TimeoutError"},
};

std::string_view without_alias(std::string_view name) {
  for (const Entry& alias : aliases) {
    if (alias.name == name) return alias.base;
  }
  return name;
}

const Entry* find(std::string_view name) {
  for (const Entry& entry : tree) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

bool derives(std::string_view name, std::string_view type) {
  name = without_alias(name);
  if (name == type) return true;
  const Entry* entry = find(name);
  if (entry == nullptr || entry->base.empty()) return false;
  return derives(entry->base, type) || (!entry->second_base.empty() && derives(entry->second_base, type));
}

}  // namespace

bool is_python_exception(std::string_view name) {
  return find(without_alias(name)) != nullptr;
}

const std::vector<std::string>& python_exceptions() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> result;
    for (const Entry& entry : tree) result.emplace_back(entry.name);
    for (const Entry& alias : aliases) result.emplace_back(alias.name);
    return result;
  }();
  return names;
}

bool is_a(const protocol::Exception& exception, std::string_view type) {
  type = without_alias(type);
  if (derives(exception.type, type)) return true;
  if (is_python_exception(exception.type)) return false;
  return std::any_of(exception.bases.begin(), exception.bases.end(),
                     [&](const std::string& base) { return derives(base, type); });
}

}  // namespace loopcheck::catalogue
