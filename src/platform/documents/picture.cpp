#include "platform/documents/picture.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "platform/documents/blocks.h"
#include "platform/documents/child.h"
#include "platform/process/confine.h"

namespace tenzij::documents {

namespace {

Error damaged() { return refused("attachmentDamaged"); }

std::uint32_t number_at(std::string_view in, std::size_t at, std::size_t size, bool little = false) {
  if (at > in.size() || in.size() - at < size) throw damaged();
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < size; ++i) out = (out << 8) | static_cast<unsigned char>(in[at + (little ? size - 1 - i : i)]);
  return out;
}

std::string number(std::uint32_t value, std::size_t size) {
  std::string out;
  for (std::size_t i = size; i-- > 0;) out += static_cast<char>((value >> (8 * i)) & 0xFF);
  return out;
}

constexpr std::uint32_t as_stands = 1;  // of Exif's eight ways to hold a camera

// The orientation in a block of TIFF tags (Exif 4.6.2); 1 when it has none or is broken: it is no more than a hint.
std::uint32_t orientation_of(std::string_view tags) {
  try {
    const bool little = tags.starts_with("II");
    if (!little && !tags.starts_with("MM")) return as_stands;
    const std::size_t list = number_at(tags, 4, 4, little);
    const std::uint32_t count = number_at(tags, list, 2, little);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::size_t entry = list + 2 + std::size_t{i} * 12;
      step();
      if (number_at(tags, entry, 2, little) != 0x0112) continue;
      const std::uint32_t value = number_at(tags, entry + 8, 2, little);
      return value >= 1 && value <= 8 ? value : as_stands;
    }
  } catch (const Error&) {
    return as_stands;
  }
  return as_stands;
}

// Tags with nothing but the orientation.
std::string orientation_tags(std::uint32_t orientation) {
  return std::string("MM\0\x2A", 4) + number(8, 4) + number(1, 2) + number(0x0112, 2) + number(3, 2) + number(1, 4) +
         number(orientation, 2) + number(0, 2) + number(0, 4);
}

// What a segment of a JPEG becomes; empty: it goes.
std::string bare_segment(unsigned marker, std::string_view body) {
  const auto segment = [&](std::string_view kept) {
    return std::string("\xFF") + static_cast<char>(marker) + number(static_cast<std::uint32_t>(kept.size() + 2), 2) + std::string(kept);
  };
  if (marker == 0xE0) {
    if (!body.starts_with(std::string_view("JFIF\0", 5)) || body.size() < 14) return {};
    return segment(std::string(body.substr(0, 12)) + std::string(2, '\0'));  // no small copy of the picture
  }
  if (marker == 0xE2) return body.starts_with(std::string_view("ICC_PROFILE\0", 12)) ? segment(body) : "";
  if (marker == 0xEE) return body.starts_with("Adobe") && body.size() >= 12 ? segment(body.substr(0, 12)) : "";
  if (marker >= 0xE0 && marker <= 0xEF) return {};  // Exif, XMP, IPTC, makers' own
  if (marker == 0xFE) return {};                    // comment
  if (marker >= 0xC0 && marker <= 0xDF) return segment(body);
  throw damaged();
}

// From `at` on: pixels, up to the next marker.
std::size_t end_of_scan(std::string_view in, std::size_t at) {
  for (;;) {
    at = in.find('\xFF', at);
    if (at == std::string_view::npos || at + 1 >= in.size()) throw damaged();
    step();
    const auto next = static_cast<unsigned char>(in[at + 1]);
    if (next == 0 || (next >= 0xD0 && next <= 0xD7)) at += 2;
    else if (next == 0xFF) at += 1;
    else return at;
  }
}

bool has_size(unsigned marker) { return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC; }

}  // namespace

std::string bare_jpeg(std::string_view in, bool upright) {
  if (!in.starts_with("\xFF\xD8\xFF")) throw damaged();
  std::string head;  // before the tags: JFIF comes first
  std::string rest;
  std::uint32_t orientation = as_stands;
  bool frame = false;
  bool pixels = false;
  for (std::size_t at = 2;;) {
    if (number_at(in, at, 1) != 0xFF) throw damaged();
    while (number_at(in, at, 1) == 0xFF) {
      ++at;
      step();
    }
    const unsigned marker = number_at(in, at, 1);
    ++at;
    if (marker == 0xD9) break;  // what stands behind it is no picture: a film, a second one, anything
    if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD8)) throw damaged();
    const std::size_t length = number_at(in, at, 2);
    if (length < 2 || in.size() - at < length) throw damaged();
    const std::string_view body = in.substr(at + 2, length - 2);
    at += length;
    if (marker == 0xE1 && body.starts_with(std::string_view("Exif\0\0", 6)) && orientation == as_stands)
      orientation = orientation_of(body.substr(6));
    if (has_size(marker)) {
      frame = true;
      if (number_at(body, 3, 2) == 0) throw damaged();
    }
    (marker == 0xE0 ? head : rest) += bare_segment(marker, body);
    step(length / 64 + 1);
    if (marker != 0xDA) continue;
    if (!frame) throw damaged();
    pixels = true;
    const std::size_t end = end_of_scan(in, at);
    rest += in.substr(at, end - at);
    at = end;
  }
  if (!pixels) throw damaged();
  std::string tags;
  if (!upright && orientation != as_stands) {
    const std::string body = std::string("Exif\0\0", 6) + orientation_tags(orientation);
    tags = "\xFF\xE1" + number(static_cast<std::uint32_t>(body.size() + 2), 2) + body;
  }
  return "\xFF\xD8" + head + tags + rest + "\xFF\xD9";
}

namespace {

// PNG, annex D.
std::uint32_t check_of(std::string_view bytes) {
  std::uint32_t out = 0xFFFFFFFF;
  for (const char c : bytes) {
    out ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) out = (out & 1U) != 0 ? (out >> 1) ^ 0xEDB88320U : out >> 1;
  }
  return ~out;
}

std::string chunk(std::string_view type, std::string_view body) {
  const std::string checked = std::string(type) + std::string(body);
  return number(static_cast<std::uint32_t>(body.size()), 4) + checked + number(check_of(checked), 4);
}

// Chunks that say how the picture looks.
constexpr std::array<std::string_view, 12> chunks_kept{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                                       "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs"};
constexpr std::size_t signature = 8;

}  // namespace

std::string bare_png(std::string_view in) {
  if (!in.starts_with("\x89PNG\r\n\x1A\n")) throw damaged();
  std::string head;  // up to the first pixels
  std::string rest;
  std::uint32_t orientation = as_stands;
  bool ended = false;
  for (std::size_t at = signature; !ended;) {
    const std::size_t length = number_at(in, at, 4);
    if (in.size() - at < 12 || in.size() - at - 12 < length) throw damaged();
    const std::string_view type = in.substr(at + 4, 4);
    const std::string_view whole = in.substr(at, length + 12);
    at += whole.size();
    step(length / 64 + 1);
    const bool first = head.empty();
    if (first != (type == "IHDR") || (first && length != 13)) throw damaged();
    if (type == "eXIf") orientation = orientation_of(whole.substr(8, length));
    if (std::find(chunks_kept.begin(), chunks_kept.end(), type) == chunks_kept.end()) {
      if ((type[0] & 0x20) == 0) throw damaged();  // one that a picture cannot do without
      continue;
    }
    ended = type == "IEND";
    if (ended && rest.empty()) throw damaged();
    (rest.empty() && type != "IDAT" ? head : rest) += ended ? chunk(type, {}) : std::string(whole);
  }
  const std::string tags = orientation == as_stands ? "" : chunk("eXIf", orientation_tags(orientation));
  return "\x89PNG\r\n\x1A\n" + head + tags + rest;
}

std::string jpeg_of_heic(std::string_view content) {
  // It writes only to a file whose name ends in .jpg: that name leads to its error output, and so to us.
  ChildResult made = run_limited({"heif-convert", "-q", "90", "/proc/self/fd/0", process::picture_name}, content);
  if (made.status == 127) throw refused("attachmentHeicHere");
  if (!made.err.starts_with("\xFF\xD8\xFF")) throw damaged();
  return bare_jpeg(made.err, true);
}

}  // namespace tenzij::documents
