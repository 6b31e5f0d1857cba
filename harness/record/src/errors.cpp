#include "loopcheck/record/errors.hpp"

#include <system_error>
#include <utility>

namespace loopcheck::record {

MalformedRecord::MalformedRecord(std::string pointer, std::string fault, std::string place)
    : std::runtime_error((place.empty() ? "" : place + ": ") + (pointer.empty() ? "" : pointer + ": ") +
                         fault),
      pointer_(std::move(pointer)),
      fault_(std::move(fault)) {}

MalformedRecord MalformedRecord::within(const std::string& prefix) const {
  return MalformedRecord(prefix + pointer_, fault_);
}

MalformedRecord MalformedRecord::at(const std::string& place) const {
  return MalformedRecord(pointer_, fault_, place);
}

RecordIoError::RecordIoError(const std::filesystem::path& path, const std::string& action, int error_number)
    : std::runtime_error(path.string() + ": cannot " + action + ": " +
                         std::generic_category().message(error_number)) {}

}  // namespace loopcheck::record
