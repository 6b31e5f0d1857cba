#include "loopcheck/runner/nonce.hpp"

#include <string_view>

namespace loopcheck::runner {

NonceSource::NonceSource() {
  std::random_device device;
  std::seed_seq seed{device(), device(), device(), device()};
  engine_.seed(seed);
}

std::string NonceSource::next() {
  constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  constexpr std::size_t length = 16;
  std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1);
  std::string nonce;
  do {
    nonce.clear();
    while (nonce.size() < length) nonce += alphabet[letter(engine_)];
  } while (std::string(nonce.rbegin(), nonce.rend()) == nonce);
  return nonce;
}

}  // namespace loopcheck::runner
