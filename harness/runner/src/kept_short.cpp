#include "kept_short.hpp"

#include <cstddef>
#include <string>

#include "loopcheck/protocol/shortened.hpp"

namespace loopcheck::runner {
namespace {

void shorten(std::string& text) {
  constexpr std::size_t limit = 500;  // bytes
  text = protocol::shortened(text, limit);
}

}  // namespace

protocol::InitializeResult kept_short(protocol::InitializeResult identity) {
  shorten(identity.subject.name);
  shorten(identity.subject.version);
  shorten(identity.subject.adapter);
  for (protocol::Environment& environment : identity.environments) {
    for (std::string* text : {&environment.platform, &environment.platform_version, &environment.arch,
                              &environment.documented, &environment.provenance_detail})
      shorten(*text);
    if (environment.python) shorten(*environment.python);
  }
  return identity;
}

}  // namespace loopcheck::runner
