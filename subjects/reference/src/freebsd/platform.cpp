#include "platform.hpp"

namespace reference_subject {

std::string platform_name() {
  return "freebsd";
}

Provenance provenance() {
  return {"native", ""};
}

}  // namespace reference_subject
