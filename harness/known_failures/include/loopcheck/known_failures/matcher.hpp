// Which results of a run the lists of known failures name.
//
// An entry governs the results of its cases and rules in its environments: the documented ones, and of an
// entry for a crash or a timeout the observed ones, too, since these always count. Strict both ways:
//   as listed      the verdict is the entry's and the message starts as it says: expected
//   passes         news, unless the entry is flaky
//   fails, but in another way, or only in some of its attempts without being listed as flaky: counts as new
//   skipped, unsupported, …: says nothing
// Of several entries for one result the first that fits wholly counts, else the first.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/catalogue/known_failures.hpp"
#include "loopcheck/record/types.hpp"

namespace loopcheck::known_failures {

// What an entry says to a result that it governs.
enum class Standing { as_listed, passes, differs, says_nothing };

Standing standing_of(const record::Result& result, const catalogue::KnownFailure& entry);

// An entry in one of the lists, and which element of its "case" names the result.
struct EntryRef {
  std::size_t list = 0;
  std::size_t entry = 0;
  std::size_t known_case = 0;

  friend auto operator<=>(const EntryRef&, const EntryRef&) = default;
};

class Matcher {
 public:
  // Keeps the lists. Of the header it takes which subjects and environments there are.
  Matcher(std::vector<catalogue::KnownFailures> lists, const record::RunHeader& header);

  // The entry that decides about a result; null if none governs it.
  struct Match {
    const catalogue::KnownFailure* entry = nullptr;
    EntryRef ref;
    Standing standing = Standing::says_nothing;
  };
  Match find(const record::Result& result) const;

  // Writes into the result what the lists say of it, and remembers the entry as one that matched something.
  // May be called again for a result that another one amends.
  void mark(record::Result& result);

  // The elements of entries that matched nothing, though the subject, in a version that they speak of, was
  // run in an environment where their case and rule apply. Only a run that left nothing out can say so.
  std::vector<catalogue::Diagnostic> unmatched(const catalogue::Catalogue& catalogue) const;

  // Whether the run has a place where the element should have matched.
  bool is_due(const EntryRef& ref, const catalogue::Catalogue& catalogue) const;

  const std::vector<catalogue::KnownFailures>& lists() const { return lists_; }

 private:
  struct Place {  // an environment of a subject
    std::string subject;
    std::string version;
    protocol::Environment environment;
    std::set<std::string, std::less<>> applicable_rules;
  };

  bool governs_at(const catalogue::KnownFailures& list, const catalogue::KnownFailure& entry,
                  const Place& place) const;
  const Place* place_of(const record::Result& result) const;

  std::vector<catalogue::KnownFailures> lists_;
  std::map<std::pair<std::string, std::string>, Place> places_;  // by subject and id of the environment
  std::map<std::string, std::vector<EntryRef>, std::less<>> by_case_;
  std::set<EntryRef> matched_;
};

}  // namespace loopcheck::known_failures
