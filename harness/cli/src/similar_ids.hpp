// What somebody may have meant who gave an id that does not exist.
#pragma once

#include <string>
#include <vector>

namespace loopcheck::cli {

// The end of a message: "do you mean one of these: …", with the ids that contain the text, or `otherwise` if
// none does.
std::string similar_ids(const std::string& text, const std::vector<std::string>& ids,
                        const std::string& otherwise);

}  // namespace loopcheck::cli
