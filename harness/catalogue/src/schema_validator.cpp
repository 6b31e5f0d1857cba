#include "schema_validator.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

json read_schema(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  json schema = json::parse(text, nullptr, false);
  if (schema.is_discarded()) throw std::runtime_error(fmt::format("{}: is not JSON", file.string()));
  return schema;
}

// The validator's path is "<root>", "[cases]", "[0]", …
std::string pointer_of(const std::vector<std::string>& context) {
  std::string pointer;
  for (const std::string& part : context) {
    if (part.size() < 2 || part.front() != '[') continue;
    pointer += '/';
    for (const char c : part.substr(1, part.size() - 2)) {
      if (c == '~') {
        pointer += "~0";
      } else if (c == '/') {
        pointer += "~1";
      } else {
        pointer += c;
      }
    }
  }
  return pointer;
}

bool is_within(const std::string& inner, const std::string& outer) {
  return inner.size() > outer.size() && inner.compare(0, outer.size(), outer) == 0 &&
         inner[outer.size()] == '/';
}

}  // namespace

struct SchemaValidator::Compiled {
  valijson::Schema schema;
};

SchemaValidator::SchemaValidator(const std::filesystem::path& file)
    : compiled_(std::make_unique<Compiled>()) {
  const json document = read_schema(file);
  const auto fetch = [&](const std::string& uri) -> const json* {
    const std::string name = uri.substr(uri.find_last_of('/') + 1);
    return std::make_unique<const json>(read_schema(file.parent_path() / name)).release();
  };
  // The parser's interface hands documents over as plain pointers.
  const auto release = [](const json* fetched) { std::unique_ptr<const json> owner(fetched); };
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema<Adapter>(Adapter(document), compiled_->schema, fetch, release);
}

SchemaValidator::~SchemaValidator() = default;
SchemaValidator::SchemaValidator(SchemaValidator&&) noexcept = default;
SchemaValidator& SchemaValidator::operator=(SchemaValidator&&) noexcept = default;

std::vector<SchemaFault> SchemaValidator::faults_of(const json& document) const {
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(compiled_->schema, Adapter(document), &results)) return {};
  std::vector<SchemaFault> all;
  for (const auto& error : results) all.push_back({pointer_of(error.context), error.description});
  std::vector<SchemaFault> innermost;
  for (const SchemaFault& fault : all) {
    const bool has_inner = std::any_of(all.begin(), all.end(), [&](const SchemaFault& other) {
      return is_within(other.pointer, fault.pointer);
    });
    if (!has_inner) innermost.push_back(fault);
  }
  return innermost;
}

}  // namespace loopcheck::catalogue
