// Any bytes as a picture of each kind: nothing is read past their end, and a picture without metadata is one that has none to lose.
#include <cstdint>

#include "inspect/picture_format.hpp"
#include "require.hpp"

using namespace chatd;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    for (const auto* type : {"image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"}) {
        if (const auto facts = inspect::picture_facts(type, text)) require(facts->width > 0 && facts->height > 0 && facts->orientation >= 1 && facts->orientation <= 8, "facts make sense");
        const auto bare = inspect::without_metadata(type, text);
        if (!bare) continue;
        require(bare->size() <= size + 64, "what is left is not more");
        require(inspect::without_metadata(type, *bare) == bare, "what has no metadata stays as it is");
        const auto before = inspect::picture_facts(type, text), after = inspect::picture_facts(type, *bare);
        require(before.has_value() == after.has_value() && (!before || (before->width == after->width && before->height == after->height && before->orientation == after->orientation)),
                "the picture is the same");
    }
    return 0;
}
