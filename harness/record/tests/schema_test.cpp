// The schema that other programs read and the code agree.
#include <fstream>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "sample.hpp"

namespace loopcheck::record {
namespace {

using nlohmann::json;

bool fits(const json& document) {
  static const json text = json::parse(std::ifstream(LOOPCHECK_RUN_SCHEMA));
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  valijson::Validator validator;
  return validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
}

TEST(RunSchema, FitsWhatIsWritten) {
  EXPECT_TRUE(fits(testing::run()));
  record::Run run = testing::run();
  run.results[0].environment.selector = std::nullopt;
  run.results[0].environment.python = std::nullopt;
  run.header.subjects[0].error = "gone";
  EXPECT_TRUE(fits(run));
}

// Whatever the schema takes to be wrong in this way, the reader does, too, and the other way round.
TEST(RunSchema, AgreesWithTheReaderOnWrongFields) {
  const json good = testing::run();
  int refused = 0;
  const json flat = good.flatten();  // outlives the items
  for (const auto& item : flat.items()) {
    json bad = good;
    bad[json::json_pointer(item.key())] = item.value().is_string() ? json(7) : json("seven");
    bool readable = true;
    try {
      (void)bad.get<record::Run>();
    } catch (const MalformedRecord&) {
      readable = false;
    }
    // A null (selector, python) that becomes a word is fine to both.
    EXPECT_EQ(fits(bad), readable) << item.key();
    refused += readable ? 0 : 1;
  }
  EXPECT_GT(refused, 100);
}

TEST(RunSchema, RefusesWordsOutsideTheClosedSets) {
  for (const auto& [pointer, word] :
       {std::pair{"/results/0/verdict", "passed"}, std::pair{"/results/0/level", "seen"},
        std::pair{"/schema", "loopcheck-run/2"}, std::pair{"/summary/environments/0/rules/a", "held"},
        std::pair{"/results/0/environment/provenance", "real"}}) {
    json bad = testing::run();
    bad[json::json_pointer(pointer)] = word;
    EXPECT_FALSE(fits(bad)) << pointer;
  }
}

}  // namespace
}  // namespace loopcheck::record
