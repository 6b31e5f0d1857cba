// Where in a document a check is, and where its faults go. A place is a chain of stack objects, and becomes a
// text only when there is a fault to report.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "json_positions.hpp"
#include "loopcheck/catalogue/diagnostic.hpp"

namespace loopcheck::catalogue {

// A step of a JSON pointer. Refers to its parent and its key, which must outlive it.
class Place {
 public:
  Place() = default;  // the whole document

  Place operator/(std::string_view key) const { return Place(this, key, 0, false); }
  Place operator/(std::size_t index) const { return Place(this, {}, index, true); }

  std::string pointer() const;

 private:
  Place(const Place* parent, std::string_view key, std::size_t index, bool is_index)
      : parent_(parent), key_(key), index_(index), is_index_(is_index) {}

  const Place* parent_ = nullptr;
  std::string_view key_;
  std::size_t index_ = 0;
  bool is_index_ = false;
};

// Collects the faults of one file.
class Faults {
 public:
  Faults(std::string file, const Positions& positions, std::vector<Diagnostic>& diagnostics)
      : file_(std::move(file)), positions_(positions), diagnostics_(diagnostics) {}

  void error(const Place& place, std::string code, std::string message, std::string hint = {});
  void warning(const Place& place, std::string code, std::string message, std::string hint = {});

  std::size_t line(const Place& place) const { return positions_.at(place.pointer()).line; }
  const std::string& file() const { return file_; }
  // The number of faults so far, errors and warnings.
  std::size_t count() const { return count_; }

 private:
  void add(const Place& place, std::string code, std::string message, std::string hint, Severity severity);

  std::string file_;
  const Positions& positions_;
  std::vector<Diagnostic>& diagnostics_;
  std::size_t count_ = 0;
};

}  // namespace loopcheck::catalogue
