#include "packed.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

#include <boost/beast/zlib/deflate_stream.hpp>
#include <boost/beast/zlib/inflate_stream.hpp>

namespace loopcheck::reports {

namespace zlib = boost::beast::zlib;

namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr int window_bits = 15;
constexpr int memory_level = 9;
constexpr int level = 9;

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t here = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      bits = bits << 8 | (j < here ? static_cast<std::uint8_t>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) text += j <= here ? digits[bits >> (18 - 6 * j) & 63] : '=';
  }
  return text;
}

std::string bytes_of_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto digit = digits.find(c);
    if (digit == std::string_view::npos) throw std::invalid_argument("this is not base64");
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
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
  return base64(output);
}

std::string unpacked(std::string_view text) {
  const std::string bytes = bytes_of_base64(text);
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
