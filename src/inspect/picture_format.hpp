// Pictures by their containers, without decoding a pixel: how large they are, and the same picture without what it says about who took it
// where (EXIF, XMP, IPTC, comments, whatever follows its end). Lossless. Pure; the bytes come from anybody.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace chatd::inspect {

struct PictureFacts {
    int width = 0, height = 0;
    int orientation = 1;  ///< of EXIF, 1 to 8: how it is to be turned when it is shown
};

/// Of PNG, JPEG, GIF and WebP, by the media type. Nothing if it is none of these, or broken before its size is told.
std::optional<PictureFacts> picture_facts(std::string_view type, std::string_view bytes);

/// A JPEG keeps its orientation and its colour profile. Nothing for other types, and where the container is broken; a GIF is returned without
/// its comments.
std::optional<std::string> without_metadata(std::string_view type, std::string_view bytes);

}  // namespace chatd::inspect
