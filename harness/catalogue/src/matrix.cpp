#include "matrix.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "loopcheck/catalogue/nearest_name.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

bool is_scalar(const json& value) {
  return value.is_string() || value.is_number() || value.is_boolean();
}

// More combinations than this in one case are a mistake, not a test.
constexpr std::size_t combination_limit = 1'000'000;

void read_variable(const std::string& name, const json& values, const Place& place, Faults& faults,
                   std::vector<MatrixVariable>& variables) {
  if (name == "nonce" || name == "scratch" || name == "child") {
    faults.error(place, "reserved-name", fmt::format("\"{}\" is a placeholder of its own", name));
  }
  if (!values.is_array() || values.empty()) {
    faults.error(place, "wrong-type", "a matrix variable needs a list of values that is not empty");
    return;
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!is_scalar(values[i])) {
      faults.error(place / i, "wrong-type", "a matrix value must be a string, a number or a boolean");
      return;
    }
    const std::string text = printed(values[i]);
    if (text.find_first_of(",=[]") != std::string::npos) {
      faults.error(place / i, "bad-value",
                   fmt::format("\"{}\" cannot stand in an id: it has one of , = [ ]", text));
    }
    if (!seen.insert(text).second) {
      faults.error(place / i, "duplicate-case", fmt::format("the value \"{}\" is there twice", text));
    }
  }
  variables.push_back({name, values});
}

}  // namespace

std::string printed(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

Matrix Matrix::read(const json* matrix, const json* except, const Place& case_place, Faults& faults) {
  Matrix result;
  if (matrix != nullptr && matrix->is_object()) {
    const Place place = case_place / "matrix";
    for (const auto& [name, values] : matrix->items()) {  // nlohmann keeps keys sorted
      read_variable(name, values, place / name, faults, result.variables_);
    }
  }
  for (const MatrixVariable& variable : result.variables_) {
    result.all_ *= variable.values.size();
    if (result.all_ > combination_limit) {
      faults.error(case_place / "matrix", "too-many-cases",
                   fmt::format("the matrix has more than {} combinations", combination_limit));
      return Matrix();
    }
  }
  if (except == nullptr || !except->is_array() || except->empty()) return result;

  const Place place = case_place / "matrix_except";
  std::vector<std::string> names;
  for (const MatrixVariable& variable : result.variables_) names.push_back(variable.name);
  for (std::size_t i = 0; i < except->size(); ++i) {
    const json& partial = (*except)[i];
    const Place entry = place / i;
    if (!partial.is_object() || partial.empty()) {
      faults.error(entry, "wrong-type", "a combination must be an object that is not empty");
      continue;
    }
    for (const auto& [name, value] : partial.items()) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        faults.error(entry / name, "unknown-variable", fmt::format("the matrix has no variable \"{}\"", name),
                     nearest_name_hint(name, names));
      }
    }
    result.except_.push_back(partial);
  }
  std::vector<bool> used(result.except_.size(), false);
  for (std::size_t index = 0; index < result.all_; ++index) {
    const Combination combination = result.nth(index);
    bool keep = true;
    for (std::size_t i = 0; i < result.except_.size(); ++i) {
      if (!result.fits(result.except_[i], combination)) continue;
      used[i] = true;
      keep = false;
    }
    if (keep) result.kept_.push_back(static_cast<std::uint32_t>(index));
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) faults.error(place / i, "unused-exception", "no combination of the matrix is like this");
  }
  if (!result.except_.empty() && result.kept_.empty()) {
    faults.error(place, "no-combination", "the exceptions leave no combination");
  }
  return result;
}

Matrix::Combination Matrix::nth(std::size_t index) const {
  Combination combination(variables_.size());
  for (std::size_t i = variables_.size(); i-- > 0;) {
    const std::size_t count = variables_[i].values.size();
    combination[i] = static_cast<std::uint32_t>(index % count);
    index /= count;
  }
  return combination;
}

Matrix::Combination Matrix::combination(std::size_t index) const {
  return nth(except_.empty() ? index : kept_.at(index));
}

std::string Matrix::expanded_id(const std::string& id, const Combination& combination) const {
  if (variables_.empty()) return id;
  std::string text = id + "[";
  for (std::size_t i = 0; i < variables_.size(); ++i) {
    if (i != 0) text += ",";
    text += variables_[i].name + "=" + printed(variables_[i].values[combination[i]]);
  }
  return text + "]";
}

const json* Matrix::value(const Combination& combination, std::string_view variable) const {
  for (std::size_t i = 0; i < variables_.size(); ++i) {
    if (variables_[i].name == variable) return &variables_[i].values[combination[i]];
  }
  return nullptr;
}

bool Matrix::fits(const json& partial, const Combination& combination) const {
  if (!partial.is_object()) return true;
  for (const auto& [name, wanted] : partial.items()) {
    const json* actual = value(combination, name);
    if (actual == nullptr) return false;
    const bool fits = wanted.is_array() ? std::find(wanted.begin(), wanted.end(), *actual) != wanted.end()
                                        : wanted == *actual;
    if (!fits) return false;
  }
  return true;
}

namespace {

// Calls `text` for what stands between placeholders and `name` for each of them.
template <typename OnText, typename OnName>
void scan(std::string_view text, OnText on_text, OnName on_name) {
  for (;;) {
    const std::size_t start = text.find("${");
    const std::size_t end = start == std::string_view::npos ? start : text.find('}', start);
    if (end == std::string_view::npos) {
      on_text(text);
      return;
    }
    on_text(text.substr(0, start));
    on_name(text.substr(start + 2, end - start - 2));
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string substituted_text(std::string_view text, const PlaceholderValue& value_of) {
  if (text.find("${") == std::string_view::npos) return std::string(text);
  std::string result;
  scan(
      text, [&](std::string_view plain) { result += plain; },
      [&](std::string_view name) {
        const json* value = value_of(name);
        result += value != nullptr ? printed(*value) : fmt::format("${{{}}}", name);
      });
  return result;
}

json substituted(const json& source, const PlaceholderValue& value_of) {
  if (source.is_string()) {
    const std::string_view text = source.get_ref<const std::string&>();
    if (text.find("${") == std::string_view::npos) return source;
    if (text.substr(0, 2) == "${" && text.find('}') == text.size() - 1) {
      const json* value = value_of(text.substr(2, text.size() - 3));
      return value != nullptr ? *value : source;
    }
    return substituted_text(text, value_of);
  }
  if (source.is_array()) {
    json::array_t result;
    result.reserve(source.size());
    for (const json& element : source) result.push_back(substituted(element, value_of));
    return result;
  }
  if (source.is_object()) {
    json::object_t result;
    for (const auto& [key, value] : source.get_ref<const json::object_t&>()) {
      result.insert_or_assign(result.end(), substituted_text(key, value_of), substituted(value, value_of));
    }
    return result;
  }
  return source;
}

void for_each_placeholder(std::string_view text, const std::function<void(std::string_view)>& visit) {
  if (text.find("${") == std::string_view::npos) return;
  scan(
      text, [](std::string_view) {}, visit);
}

}  // namespace loopcheck::catalogue
