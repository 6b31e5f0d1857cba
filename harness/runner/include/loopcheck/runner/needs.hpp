// What cases and fixtures need of the machine, and whether it is there.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopcheck::runner {

// Facts about this machine, each looked up for real. One folder per operating system implements them.
namespace machine {
bool has_pty();
bool has_ipv6();
bool is_root();
std::size_t descriptor_limit();          // how many descriptors a process may have open
std::size_t largest_descriptor_limit();  // how many it may have if it asks for more, as Wine does
}  // namespace machine

// Answers "is this need met here?", each looked up once.
class Needs {
 public:
  // `descriptors`: how many a subject may have open.
  explicit Needs(std::size_t descriptors) : descriptors_(descriptors) {}
  Needs() : Needs(machine::descriptor_limit()) {}

  // Nothing if it is met, else the reason, for a user. A need is a word, or "descriptors:N"; one that this
  // program does not know is left to the subject's adapter, and so is met.
  const std::optional<std::string>& unmet(const std::string& need);

 private:
  [[nodiscard]] std::optional<std::string> look_up(std::string_view need) const;

  std::size_t descriptors_;
  std::map<std::string, std::optional<std::string>> answers_;
};

// The first need of the list that is not met, with its reason.
std::optional<std::pair<std::string, std::string>> first_unmet(Needs& needs,
                                                               const std::vector<std::string>& wanted);

}  // namespace loopcheck::runner
