#include "platform/documents/markdown_inline.h"

#include <array>
#include <map>

#include "platform/documents/readers.h"

namespace tenzij::documents {

namespace {

constexpr std::string_view punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }
bool word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// One pass. What is looked for ahead and not found is remembered, so that nothing is looked for twice.
class Words {
 public:
  Words(std::string_view text, std::vector<std::string>& notes) : text_(text), notes_(notes) {}

  std::string run() {
    step(text_.size());
    count_backticks();
    while (at_ < text_.size()) one();
    return marked();
  }

 private:
  std::string_view text_;
  std::vector<std::string>& notes_;
  std::size_t at_ = 0;
  std::string out_;
  std::map<std::size_t, std::size_t> backticks_;      // length of a run to the last place where one begins
  std::array<bool, 256> missing_{};                   // this closing sign does not come any more
  std::vector<std::pair<std::size_t, char>> opened_;  // emphasis: place in out_ and sign
  std::vector<std::size_t> gone_;                     // places in out_ of signs that were emphasis
  std::vector<bool> pictures_;                        // brackets that are open: of a picture
  std::vector<std::size_t> starts_;                   // and where their words begin in out_

  void count_backticks() {
    for (std::size_t i = 0; i < text_.size();) {
      if (text_[i] != '`') {
        ++i;
        continue;
      }
      const std::size_t from = i;
      while (i < text_.size() && text_[i] == '`') ++i;
      backticks_[i - from] = from;
    }
  }

  std::size_t find(char sign, std::size_t from) {
    bool& missing = missing_[static_cast<unsigned char>(sign)];
    if (missing) return std::string_view::npos;
    const std::size_t found = text_.find(sign, from);
    missing = found == std::string_view::npos;
    return found;
  }

  void one() {
    const char c = text_[at_];
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (c == '\\' && next != '\0' && (punctuation.find(next) != std::string_view::npos || next == '\n')) {
      out_ += next == '\n' ? ' ' : next;
      at_ += 2;
    } else if (c == '`') {
      code();
    } else if (c == '*' || c == '_' || (c == '~' && next == '~')) {
      emphasis(c);
    } else if (c == '!' && next == '[') {
      open_bracket(true);
      at_ += 2;
    } else if (c == '[' && next == '^') {
      note();
    } else if (c == '[') {
      open_bracket(false);
      ++at_;
    } else if (c == ']' && !pictures_.empty()) {
      close_bracket();
    } else if (c == '<') {
      tag();
    } else if (c == '&') {
      append_entity(text_, at_, out_);
    } else {
      out_ += c;
      ++at_;
    }
  }

  void code() {
    const std::size_t from = at_;
    while (at_ < text_.size() && text_[at_] == '`') ++at_;
    const std::size_t size = at_ - from;
    const auto last = backticks_.find(size);
    if (last == backticks_.end() || last->second <= from) {
      out_.append(size, '`');
      return;
    }
    while (at_ < text_.size()) {
      const std::size_t tick = std::min(text_.find('`', at_), text_.size());
      std::size_t end = tick;
      while (end < text_.size() && text_[end] == '`') ++end;
      out_ += text_.substr(at_, tick - at_);
      at_ = end;
      if (end - tick == size) return;
      out_.append(end - tick, '`');
    }
  }

  // A sign that can open waits; one that can close takes the last of its kind with it.
  void emphasis(char sign) {
    const char before = at_ == 0 ? ' ' : text_[at_ - 1];
    std::size_t end = at_;
    while (end < text_.size() && text_[end] == sign) ++end;
    const char after = end < text_.size() ? text_[end] : ' ';
    const bool inside = sign == '_' && word(before) && word(after);
    const bool opens = !blank(after) && !inside;
    const bool closes = !blank(before) && !inside;
    for (; at_ < end; ++at_) {
      if (closes && !opened_.empty() && opened_.back().second == sign) {
        gone_.push_back(opened_.back().first);
        gone_.push_back(out_.size());
        opened_.pop_back();
      } else if (opens) {
        opened_.emplace_back(out_.size(), sign);
      }
      out_ += sign;
    }
  }

  void open_bracket(bool picture) {
    pictures_.push_back(picture);
    starts_.push_back(out_.size());
    out_ += '[';
  }

  void close_bracket() {
    const bool picture = pictures_.back();
    const std::size_t start = starts_.back();
    pictures_.pop_back();
    starts_.pop_back();
    ++at_;
    const char next = at_ < text_.size() ? text_[at_] : '\0';
    const bool target = next == '(' || next == '[';
    const std::size_t end = target ? find(next == '(' ? ')' : ']', at_ + 1) : std::string_view::npos;
    if (end != std::string_view::npos) at_ = end + 1;
    if (!target || end == std::string_view::npos) {
      out_ += ']';
    } else if (picture) {
      while (!gone_.empty() && gone_.back() >= start) gone_.pop_back();
      while (!opened_.empty() && opened_.back().first >= start) opened_.pop_back();
      out_.resize(start);
    } else {
      gone_.push_back(start);
    }
  }

  void note() {
    const std::size_t end = find(']', at_);
    if (end == std::string_view::npos) {
      out_ += '[';
      ++at_;
      return;
    }
    if (notes_.size() < 1000) notes_.emplace_back(text_.substr(at_ + 2, end - at_ - 2));
    at_ = end + 1;
  }

  // "<https://...>" keeps its address; a tag is no text; "<" alone is one.
  void tag() {
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : ' ';
    const bool may_be = next == '/' || next == '!' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    const std::size_t end = may_be ? find('>', at_) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out_ += '<';
      ++at_;
      return;
    }
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    if (inside.starts_with("http") || inside.starts_with("mailto:")) out_ += inside;
    else if (inside.starts_with("br")) out_ += ' ';
    at_ = end + 1;
  }

  std::string marked() {
    if (gone_.empty()) return std::move(out_);
    std::vector<bool> drop(out_.size(), false);
    // Places behind a picture that was taken away are places no more.
    for (const std::size_t each : gone_)
      if (each < out_.size() && std::string_view("*_~[").find(out_[each]) != std::string_view::npos) drop[each] = true;
    std::string out;
    out.reserve(out_.size());
    for (std::size_t i = 0; i < out_.size(); ++i)
      if (!drop[i]) out += out_[i];
    return out;
  }
};

}  // namespace

std::string markdown_words(std::string_view text, std::vector<std::string>& notes) { return Words(text, notes).run(); }

}  // namespace tenzij::documents
