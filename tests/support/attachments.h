// Small files of evidence, byte by byte: photos that say where and with what they were taken, and documents of each kind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/support/zip.h"

namespace tenzij::testing {

inline std::string big_endian(std::uint32_t value, int size) {
  std::string out;
  for (int i = size; i-- > 0;) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
  return out;
}

// Tags of Exif: which side is up, who made the camera, and where it stood (a degree of north in a list of its own).
inline std::string exif_tags(std::uint32_t orientation) {
  const auto entry = [](std::uint32_t tag, std::uint32_t type, std::uint32_t count, const std::string& value) {
    return big_endian(tag, 2) + big_endian(type, 2) + big_endian(count, 4) + value;
  };
  return std::string("MM\0\x2A", 4) + big_endian(8, 4) + big_endian(3, 2) + entry(0x010F, 2, 20, big_endian(50, 4)) +
         entry(0x0112, 3, 1, big_endian(orientation, 2) + std::string(2, '\0')) + entry(0x8825, 4, 1, big_endian(70, 4)) +
         big_endian(0, 4) + std::string("Geheim Toestel X200\0", 20) + big_endian(1, 2) + entry(2, 5, 3, big_endian(88, 4)) +
         big_endian(0, 4) + "52.0907N5.1214E";
}

inline std::string jpeg_segment(unsigned marker, const std::string& body) {
  return std::string("\xFF") + static_cast<char>(marker) + big_endian(static_cast<std::uint32_t>(body.size() + 2), 2) + body;
}

// Eight by eight pixels in two scans, so that what stands between them is walked as well; behind it a film.
inline std::string photo(std::uint32_t orientation = 6) {
  const std::string scan = jpeg_segment(0xDA, std::string("\x01\x01\0\0\x3F\0", 6)) + std::string("\x12\xFF\0\x34\xFF\xD0\x56", 7);
  return "\xFF\xD8" + jpeg_segment(0xE0, std::string("JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01zzz", 17)) +
         jpeg_segment(0xE1, std::string("Exif\0\0", 6) + exif_tags(orientation)) +
         jpeg_segment(0xE1, std::string("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Plein 1, Utrecht</x:xmpmeta>", 69)) +
         jpeg_segment(0xE2, std::string("ICC_PROFILE\0\x01\x01kleuren", 21)) +
         jpeg_segment(0xED, std::string("Photoshop 3.0\0Fotograaf Jansen", 30)) + jpeg_segment(0xFE, "gemaakt door Jansen") +
         jpeg_segment(0xDB, std::string(65, '\x01')) + jpeg_segment(0xC0, std::string("\x08\0\x08\0\x08\x01\x01\x11\0", 9)) +
         jpeg_segment(0xC4, std::string("\0\x01", 2) + std::string(15, '\0') + std::string(1, '\0')) + scan +
         jpeg_segment(0xC4, std::string("\x10\x01", 2) + std::string(15, '\0') + std::string(1, '\0')) + scan + "\xFF\xD9" +
         "ftypmp42 film van 52.0907N5.1214E";
}

inline std::string png_chunk(const std::string& type, const std::string& body) {
  std::uint32_t check = 0xFFFFFFFF;
  for (const char c : type + body) {
    check ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) check = (check & 1U) != 0 ? (check >> 1) ^ 0xEDB88320U : check >> 1;
  }
  return big_endian(static_cast<std::uint32_t>(body.size()), 4) + type + body + big_endian(~check, 4);
}

// Sixty-four by sixty-four pixels that every program can read; stored, not packed.
inline std::string picture(bool telling = true) {
  constexpr std::uint32_t side = 64;
  std::string rows;
  for (std::uint32_t y = 0; y < side; ++y) {
    rows += '\0';
    for (std::uint32_t x = 0; x < side * 3; ++x) rows += static_cast<char>((x * 3 + y * 5) & 0xFFU);
  }
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char c : rows) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  const auto size = static_cast<std::uint32_t>(rows.size());
  const auto little = [](std::uint32_t value) {
    return std::string() + static_cast<char>(value & 0xFFU) + static_cast<char>((value >> 8) & 0xFFU);
  };
  const std::string packed = std::string("\x78\x01\x01") + little(size) + little(~size & 0xFFFFU) + rows + big_endian((b << 16) | a, 4);
  return "\x89PNG\r\n\x1A\n" + png_chunk("IHDR", big_endian(side, 4) + big_endian(side, 4) + std::string("\x08\x02\0\0\0", 5)) +
         (telling ? png_chunk("tEXt", std::string("Author\0Fotograaf Jansen", 23)) + png_chunk("eXIf", exif_tags(1)) +
                        png_chunk("iTXt", std::string("XML:com.adobe.xmp\0\0\0\0\0Plein 1, Utrecht", 38))
                  : "") +
         png_chunk("IDAT", packed) + png_chunk("IEND", "") + (telling ? "52.0907N5.1214E" : "");
}

// A page, or one of which the password is not the empty one.
inline std::string small_pdf(bool locked = false) {
  std::string out = "%PDF-1.4\n";
  std::string places;
  const auto object = [&](const std::string& body) {
    std::string at = std::to_string(out.size());
    places += std::string(10 - at.size(), '0') + at + " 00000 n \n";
    out += body;
  };
  object("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
  object("2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n");
  object("3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n");
  const std::string key(64, '1');
  const std::size_t start = out.size();
  out += "xref\n0 4\n0000000000 65535 f \n" + places + "trailer\n<< /Size 4 /Root 1 0 R";
  if (locked)
    out +=
        " /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" +
        key + "> /U <" + key + "> >>";
  return out + " >>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

// Office Open XML with a main part of this type, and what else is in it.
inline std::string office(const std::string& type = "wordprocessingml.document.main", const Parts& more = {}) {
  Parts parts{{"[Content_Types].xml", "<Types><Override PartName=\"/a.xml\" ContentType=\"application/vnd.openxmlformats-officedocument." +
                                          type + "+xml\"/></Types>"},
              {"_rels/.rels", "<Relationships/>"}};
  parts.insert(parts.end(), more.begin(), more.end());
  return zip(parts);
}

inline std::string open_document(const std::string& type = "text", const Parts& more = {}, const std::string& manifest = "<manifest/>") {
  Parts parts{{"mimetype", "application/vnd.oasis.opendocument." + type},
              {"content.xml", "<office:document-content/>"},
              {"META-INF/manifest.xml", manifest}};
  parts.insert(parts.end(), more.begin(), more.end());
  return zip(parts, Packing::stored);
}

}  // namespace tenzij::testing
