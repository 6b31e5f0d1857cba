#include "process.hpp"

namespace reference_subject {

std::string platform_name() {
  return "linux";
}

}  // namespace reference_subject
