// The words of one paragraph of Markdown without its marks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tenzij::documents {

// Emphasis, code, links, pictures, tags and escapes taken away; the names of footnotes referred to go to `notes`.
std::string markdown_words(std::string_view text, std::vector<std::string>& notes);

}  // namespace tenzij::documents
