#include "loopcheck/record/writer.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "loopcheck/record/errors.hpp"
#include "open_file.hpp"

namespace loopcheck::record {

using nlohmann::json;

namespace {

// Strings of subjects may be no UTF-8; the record always is.
std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Some failures of the C library leave errno alone; "input/output error" is then the best that can be said.
int last_error() {
  return errno == 0 ? EIO : errno;
}

void put(std::FILE* file, const std::filesystem::path& path, std::string_view text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), file) != text.size())
    throw RecordIoError(path, "write", last_error());
}

void flush(std::FILE* file, const std::filesystem::path& path) {
  errno = 0;
  if (std::fflush(file) != 0) throw RecordIoError(path, "write", last_error());
}

// The fields of a line are in the order of their names, so this one is the first.
constexpr std::string_view amendment_start = "{\"amends\":";

bool is_amendment(std::string_view line) {
  return line.starts_with(amendment_start);
}

// The line that starts at `place`, as the result that it stands for is written.
std::string without_mark(std::istream& lines, std::uint64_t place) {
  std::string line;
  lines.seekg(static_cast<std::streamoff>(place));
  std::getline(lines, line);
  json result = json::parse(line);
  result.erase("amends");
  return dump(result);
}

}  // namespace

RunWriter::RunWriter(const std::filesystem::path& folder, RunHeader header)
    : lines_path_(folder / "run.jsonl"), document_path_(folder / "run.json"), header_(std::move(header)) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw RecordIoError(folder, "make the folder", error.default_error_condition().value());
  std::filesystem::remove(document_path_, error);
  if (error) throw RecordIoError(document_path_, "remove", error.default_error_condition().value());
  errno = 0;
  lines_.reset(open_for_writing(lines_path_));
  if (!lines_) throw RecordIoError(lines_path_, "write", last_error());
  write_line(dump(json(header_)));
}

void RunWriter::write_line(const std::string& line) {
  if (failed_with_ != 0) throw RecordIoError(lines_path_, "write", failed_with_);
  if (!lines_) throw std::logic_error("the run record is finished");
  errno = 0;
  // One write of line and line end: what a killed run leaves is then whole lines, save the last.
  const std::string text = line + '\n';
  if (std::fwrite(text.data(), 1, text.size(), lines_.get()) != text.size() ||
      std::fflush(lines_.get()) != 0) {
    failed_with_ = last_error();
    throw RecordIoError(lines_path_, "write", failed_with_);
  }
  written_ += text.size();
}

void RunWriter::add(const Result& result) {
  write_line(dump(json(result)));
  ++added_;
}

void RunWriter::amend(std::size_t index, const Result& result) {
  if (index >= added_) throw std::out_of_range("there is no such result to amend");
  json line = result;
  line["amends"] = index;
  const auto start = written_;
  write_line(dump(line));
  amended_[index] = start;
}

void RunWriter::finish(const RunEnd& end) {
  if (failed_with_ != 0) throw RecordIoError(lines_path_, "write", failed_with_);
  if (!lines_) throw std::logic_error("the run record is finished");
  errno = 0;
  if (std::fclose(lines_.release()) != 0) throw RecordIoError(lines_path_, "write", last_error());

  auto aside = document_path_;
  aside += ".part";
  try {
    write_document(aside, end);
  } catch (...) {
    std::error_code ignored;  // the first error is the one to tell
    std::filesystem::remove(aside, ignored);
    throw;
  }
  std::error_code error;
  std::filesystem::rename(aside, document_path_, error);
  if (error) throw RecordIoError(document_path_, "put in place", error.default_error_condition().value());
}

// The results are copied line by line: the document is never held in memory as a whole.
void RunWriter::write_document(const std::filesystem::path& path, const RunEnd& end) {
  errno = 0;
  File file(open_for_writing(path));
  if (!file) throw RecordIoError(path, "write", last_error());
  HarnessInfo harness = header_.harness;
  harness.finished = end.finished;
  put(file.get(), path, "{\"schema\":" + dump(json(header_.schema)));
  put(file.get(), path, ",\n\"complete\":" + dump(json(end.complete)));
  if (header_.shard) put(file.get(), path, ",\n\"shard\":" + dump(json(*header_.shard)));
  if (!header_.parts.empty()) put(file.get(), path, ",\n\"parts\":" + dump(json(header_.parts)));
  put(file.get(), path, ",\n\"harness\":" + dump(json(harness)));
  put(file.get(), path, ",\n\"subjects\":" + dump(json(end.subjects)));
  put(file.get(), path, ",\n\"summary\":" + dump(json(end.summary)));
  put(file.get(), path, ",\n\"suite\":" + dump(json(header_.suite)));
  put(file.get(), path, ",\n\"results\":[");

  std::ifstream lines(lines_path_, std::ios::binary);
  if (!lines) throw RecordIoError(lines_path_, "read", last_error());
  std::string line;
  std::getline(lines, line);  // the header
  std::ifstream amendments(lines_path_, std::ios::binary);
  const char* separator = "\n";
  std::size_t index = 0;
  while (std::getline(lines, line)) {
    if (is_amendment(line)) continue;
    if (const auto amended = amended_.find(index++); amended != amended_.end())
      line = without_mark(amendments, amended->second);
    put(file.get(), path, separator);
    put(file.get(), path, line);
    separator = ",\n";
  }
  if (lines.bad() || !amendments) throw RecordIoError(lines_path_, "read", last_error());

  put(file.get(), path, "\n]}\n");
  flush(file.get(), path);
  errno = 0;
  if (std::fclose(file.release()) != 0) throw RecordIoError(path, "write", last_error());
}

}  // namespace loopcheck::record
