#include "loopcheck/runner/shard.hpp"

#include <boost/crc.hpp>

namespace loopcheck::runner {

std::uint32_t shard_hash(std::string_view case_id) {
  boost::crc_32_type crc;
  crc.process_bytes(case_id.data(), case_id.size());
  return crc.checksum();
}

int shard_of(std::string_view case_id, int count) {
  return 1 + static_cast<int>(shard_hash(case_id) % static_cast<std::uint32_t>(count));
}

}  // namespace loopcheck::runner
