#include "packed.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <boost/beast/zlib/deflate_stream.hpp>
#include <boost/beast/zlib/inflate_stream.hpp>

namespace loopcheck::reports {

namespace zlib = boost::beast::zlib;

namespace {

// What is printable, less what HTML or the templates would take for their own.
constexpr std::string_view digits =
    "!#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz|~";
constexpr std::size_t base = 85;
static_assert(digits.size() == base);
constexpr std::size_t group_bytes = 4;
constexpr std::size_t group_digits = 5;
constexpr int window_bits = 15;
constexpr int memory_level = 9;
constexpr int level = 9;

// Four bytes are five digits, the highest first; what is left over of the bytes is one digit more than bytes.
std::string base85(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + group_bytes - 1) / group_bytes * group_digits);
  for (std::size_t i = 0; i < bytes.size(); i += group_bytes) {
    const std::size_t here = std::min(group_bytes, bytes.size() - i);
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < group_bytes; ++j) {
      bits = bits << 8 | (j < here ? static_cast<std::uint8_t>(bytes[i + j]) : 0U);
    }
    std::array<char, group_digits> group{};
    for (std::size_t j = group_digits; j > 0; --j) {
      group[j - 1] = digits[bits % base];
      bits /= base;
    }
    text.append(group.data(), here + 1);
  }
  return text;
}

std::string bytes_of_base85(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += group_digits) {
    const std::size_t here = std::min(group_digits, text.size() - i);
    std::uint64_t bits = 0;
    for (std::size_t j = 0; j < group_digits; ++j) {
      const std::size_t digit = j < here ? digits.find(text[i + j]) : base - 1;
      if (digit == std::string_view::npos) throw std::invalid_argument("this is not base85");
      bits = bits * base + digit;
    }
    for (std::size_t j = 0; j + 1 < here; ++j) bytes += static_cast<char>(bits >> (24 - 8 * j) & 0xFF);
  }
  return bytes;
}

}  // namespace

std::string packed(std::string_view bytes) {
  zlib::deflate_stream stream;
  stream.reset(level, window_bits, memory_level, zlib::Strategy::normal);
  std::string output(stream.upper_bound(bytes.size()) + 16, '\0');
  zlib::z_params parameters;
  parameters.next_in = bytes.data();
  parameters.avail_in = bytes.size();
  parameters.next_out = output.data();
  parameters.avail_out = output.size();
  boost::system::error_code error;
  stream.write(parameters, zlib::Flush::finish, error);
  if (error != zlib::error::end_of_stream) throw std::logic_error("deflate: " + error.message());
  output.resize(parameters.total_out);
  return base85(output);
}

std::string unpacked(std::string_view text) {
  const std::string bytes = bytes_of_base85(text);
  zlib::inflate_stream stream;
  stream.reset(window_bits);
  zlib::z_params parameters;
  parameters.next_in = bytes.data();
  parameters.avail_in = bytes.size();
  std::string result;
  std::vector<char> part(1U << 16);
  for (;;) {
    parameters.next_out = part.data();
    parameters.avail_out = part.size();
    boost::system::error_code error;
    stream.write(parameters, zlib::Flush::sync, error);
    const std::size_t count = part.size() - parameters.avail_out;
    result.append(part.data(), count);
    if (error == zlib::error::end_of_stream) return result;
    if (error || count == 0) throw std::invalid_argument("this is not a deflate stream");
  }
}

}  // namespace loopcheck::reports
