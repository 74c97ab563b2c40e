// Photos without what they tell beside the picture: where, when, with which device, by whom, and a smaller copy of what was cut
// off. What stays is what the picture needs: its pixels, colours and which side is up.
#pragma once

#include <string>
#include <string_view>

namespace tenzij::documents {

// ITU-T T.81 and Exif 2.32. `upright`: the pixels stand as they should, whatever the file says. Throws attachmentDamaged.
std::string bare_jpeg(std::string_view content, bool upright = false);
// W3C PNG (third edition). An animation keeps its first picture. Throws attachmentDamaged.
std::string bare_png(std::string_view content);
// HEIC by heif-convert, upright and bare. Throws attachmentDamaged, attachmentHeicHere.
std::string jpeg_of_heic(std::string_view content);

}  // namespace tenzij::documents
