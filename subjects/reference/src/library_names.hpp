// Which of Python's names the reference library has something for: the steps "inspect has" and "inspect
// same".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace reference_subject {

// Whether `version` ("3.13", "3.9.1") is that one or a later one.
bool at_least(std::string_view version, int major, int minor);

// nullopt for a name that this adapter does not know about. `documented` is the version that the library
// answers to.
std::optional<bool> library_has(const std::string& name, std::string_view documented);

// What the name stands for: two names for one thing have the same. nullopt if there is no such thing.
std::optional<std::string> thing_behind(const std::string& name, std::string_view documented);

// The class of the child watcher that whoever answers to that documentation takes by itself; nullopt since
// there are none any more. Throws Unsupported where the library does it in a way that Python has no class
// for.
std::optional<std::string> child_watcher_class(std::string_view documented);

// The protocol's words for a loop, by the names of its classes.
std::string public_class_name(
    std::string_view class_name);                     // "SelectorEventLoop" for "_UnixSelectorEventLoop"
std::string loop_style(std::string_view class_name);  // "selector", "proactor", "other"
std::optional<std::string> selector_word(
    std::string_view selector_class_name);  // "epoll" for "EpollSelector"

}  // namespace reference_subject
