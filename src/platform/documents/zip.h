// A packed office document: what is in it by its directory, and its parts as streams, bounded while they unpack.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::documents {

// The next bytes of a part; empty at its end. Valid until the next call.
using Bytes = std::function<std::string_view()>;

class Package {
 public:
  // Throws Error 400: documentDamaged, documentPassword, documentMacro, zipTooManyFiles.
  explicit Package(std::string_view content);

  [[nodiscard]] bool has(std::string_view name) const { return names_.contains(name); }
  // The name of every part, to its position in the file.
  [[nodiscard]] const std::map<std::string, int, std::less<>>& names() const { return names_; }
  // Throws Error 400 while it is read: zipBomb, documentDamaged. Names without a slash in front.
  [[nodiscard]] Bytes open(std::string_view name);
  // A small part as a whole: at most `most` bytes of it.
  [[nodiscard]] std::string start_of(std::string_view name, std::size_t most);
  // The first entry with this end in lower case ("document.xml"); empty: none.
  [[nodiscard]] std::string find_ending(std::string_view end) const;

 private:
  std::string_view content_;
  std::map<std::string, int, std::less<>> names_;  // to the position in the file
  std::shared_ptr<std::size_t> unpacked_ = std::make_shared<std::size_t>(0);
};

// A zip that holds files of people, and is no office document itself.
bool holds_files(std::string_view content);

// The files in such a zip, in their order; what systems add by themselves (__MACOSX, .DS_Store, Thumbs.db) is passed over.
// `content` unpacks one; it throws Error 400 documentPassword, documentDamaged, fileTooLarge and zipBomb, the last one for the
// whole zip. Throws documentDamaged and zipTooManyFiles itself.
void each_file(std::string_view zip,
               const std::function<void(const std::string& name, const std::function<std::string()>& content)>& on_file);

}  // namespace tenzij::documents
