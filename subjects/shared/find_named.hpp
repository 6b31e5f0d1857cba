// What the subjects that are made for tests share: tables of behaviours, of which a command line names one.
#pragma once

#include <algorithm>
#include <string_view>

namespace subjects {

// The entry with that name; null if there is none.
template <class Table>
const typename Table::value_type* find_named(const Table& table, std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace subjects
