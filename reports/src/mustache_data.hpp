// Filling in templates.
#pragma once

#include <string>

#include <kainjow/mustache.hpp>

namespace loopcheck::reports {

// Sets a text; an empty one as false, so that a section of its name is left out. Every name that a template
// uses is set: one that is missing would be looked up further out.
inline void put(kainjow::mustache::data& target, const std::string& name, const std::string& text) {
  if (text.empty()) {
    target.set(name, false);
  } else {
    target.set(name, text);
  }
}

// A text as the content of an element. Unlike what {{}} makes it is no attribute's value: quotation marks
// stay, of which expectations are full.
inline std::string content(const std::string& text) {
  std::string html;
  html.reserve(text.size());
  for (const char c : text) {
    if (c == '&') {
      html += "&amp;";
    } else if (c == '<') {
      html += "&lt;";
    } else if (c == '>') {
      html += "&gt;";
    } else {
      html += c;
    }
  }
  return html;
}

}  // namespace loopcheck::reports
