// Numbers that are special: closed, negative, or none at all.
#include <vector>

#include "windows/errors.hpp"
#include "windows/fixture_tables.hpp"
#include "windows/handles.hpp"

namespace reference_subject {
namespace {

Ends closed_number(const FixtureRequest&) {
  // The numbers of handles are soon used again, the lowest or the latest first. So many more are opened and
  // closed than a scenario opens later, and the one in question is the first to be closed.
  constexpr std::size_t many = 200;
  std::vector<OwnedHandle> handles;
  while (handles.size() < many) {
    handles.emplace_back(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
    check(handles.back() ? TRUE : FALSE, "CreateEvent");
  }
  const FileDescriptor number = number_of(handles.back().get());
  while (!handles.empty()) {
    handles.pop_back();
  }
  return {{"fd", std::make_shared<End>(number, End::Kind::ordinary, false)}};
}

Ends negative_number(const FixtureRequest&) {
  return {{"fd", std::make_shared<End>(asyncio::invalid_descriptor, End::Kind::ordinary, false)}};
}

Ends object_without_fileno(const FixtureRequest&) {
  return {
      {"object", std::make_shared<End>(asyncio::invalid_descriptor, End::Kind::without_descriptor, false)}};
}

}  // namespace

FixtureTable number_fixtures() {
  return {{"closed-number", closed_number},
          {"negative-number", negative_number},
          {"object-without-fileno", object_without_fileno}};
}

}  // namespace reference_subject
