#include "windows/environment_block.hpp"

#include <windows.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "asyncio/exceptions.hpp"
#include "windows/text.hpp"

namespace asyncio::windows_os {
namespace {

struct Variable {
  std::wstring name;
  std::wstring value;
};

bool comes_before(const Variable& left, const Variable& right) {
  return ::CompareStringOrdinal(left.name.data(), static_cast<int>(left.name.size()), right.name.data(),
                                static_cast<int>(right.name.size()), TRUE) == CSTR_LESS_THAN;
}

}  // namespace

std::wstring environment_block(const std::map<std::string, std::string>& variables) {
  std::vector<Variable> sorted;
  for (const auto& [name, value] : variables) {
    if (name.empty() || name.find('=', 1) != std::string::npos)
      throw ValueError("illegal environment variable name");
    sorted.push_back({to_native_text(name), to_native_text(value)});
  }
  std::stable_sort(sorted.begin(), sorted.end(), &comes_before);
  std::wstring block;
  for (const Variable& variable : sorted) (((block += variable.name) += L'=') += variable.value) += L'\0';
  if (block.empty()) block += L'\0';  // an empty one is two zeros
  return block += L'\0';
}

}  // namespace asyncio::windows_os
