// One run spread over several machines: each takes a part of the cases, and every case is in exactly one
// part.
//
// A case belongs to part 1 + (H mod N) of N, where H is the CRC-32 of its id's UTF-8 bytes: the one of zlib,
// gzip and PNG. The part of a case depends on nothing else, neither on the other cases nor on the platform,
// so a new case moves no other. In Python: 1 + zlib.crc32(case_id.encode()) % N.
#pragma once

#include <cstdint>
#include <string_view>

#include "loopcheck/record/types.hpp"

namespace loopcheck::runner {

std::uint32_t shard_hash(std::string_view case_id);

// The number of the part, from 1, that the case belongs to. `count` is at least 1.
int shard_of(std::string_view case_id, int count);

inline bool in_shard(const record::Shard& shard, std::string_view case_id) {
  return shard_of(case_id, shard.count) == shard.index;
}

}  // namespace loopcheck::runner
