// Regular files, the null device, and the standard streams. None is opened for overlapped I/O, and no handle
// is inheritable.
#include "loopcheck/protocol/values.hpp"
#include "windows/errors.hpp"
#include "windows/fixture_tables.hpp"
#include "windows/handles.hpp"
#include "windows/text.hpp"

namespace reference_subject {
namespace {

std::shared_ptr<End> opened(const std::string& path, DWORD access) {
  OwnedHandle file(::CreateFileW(to_wide(path).c_str(), access, share_everything, nullptr, OPEN_EXISTING,
                                 FILE_ATTRIBUTE_NORMAL, nullptr));
  check(file ? TRUE : FALSE, "CreateFile of " + path);
  return std::make_shared<End>(number_of(file.release()));
}

Ends file(const FixtureRequest& request, std::string_view content, DWORD access) {
  make_file(request.unique_path, content);
  return {{"fd", opened(request.unique_path, access)}};
}

Ends file_read(const FixtureRequest& request) {
  return file(request, "hello", GENERIC_READ);
}
Ends file_write(const FixtureRequest& request) {
  return file(request, "", GENERIC_WRITE);
}
Ends file_empty(const FixtureRequest& request) {
  return file(request, "", GENERIC_READ | GENERIC_WRITE);
}

Ends file_at_end(const FixtureRequest& request) {
  Ends ends = file(request, "hello", GENERIC_READ | GENERIC_WRITE);
  check(::SetFilePointerEx(as_handle(ends.at("fd")->descriptor()), LARGE_INTEGER{}, nullptr, FILE_END),
        "SetFilePointerEx");
  return ends;
}

Ends file_pattern(const FixtureRequest& request) {
  return file(request, loopcheck::protocol::pattern(request.step.size("size", 0)), GENERIC_READ);
}

Ends null_device(const FixtureRequest&) {
  return {{"fd", opened("NUL", GENERIC_READ | GENERIC_WRITE)}};
}

std::shared_ptr<End> copy_of_standard(DWORD stream) {
  HANDLE copy = nullptr;
  const HANDLE process = ::GetCurrentProcess();
  check(::DuplicateHandle(process, ::GetStdHandle(stream), process, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS),
        "DuplicateHandle");
  return std::make_shared<End>(number_of(copy));
}

// What is left of them now that the protocol has been moved away.
Ends standard_streams(const FixtureRequest&) {
  return {{"input", copy_of_standard(STD_INPUT_HANDLE)},
          {"output", copy_of_standard(STD_OUTPUT_HANDLE)},
          {"error", copy_of_standard(STD_ERROR_HANDLE)}};
}

}  // namespace

FixtureTable file_fixtures() {
  return {{"file-read", file_read},
          {"file-write", file_write},
          {"file-empty", file_empty},
          {"file-at-end", file_at_end},
          {"file-pattern", file_pattern},
          {"null-device", null_device},
          {"standard-streams", standard_streams}};
}

}  // namespace reference_subject
