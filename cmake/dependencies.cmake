# What chatd stands on, all from Debian 12 (DESIGN 14). Everything here is a system include: its warnings are its own.
find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)  # time zones; libstdc++ 12 has none
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(CMARK REQUIRED IMPORTED_TARGET libcmark)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(GD REQUIRED IMPORTED_TARGET gdlib)
pkg_check_modules(MAGIC REQUIRED IMPORTED_TARGET libmagic)
pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET libsystemd)

find_path(BOOST_INCLUDE boost/version.hpp REQUIRED)
file(STRINGS ${BOOST_INCLUDE}/boost/version.hpp BOOST_VERSION_LINE REGEX "define BOOST_VERSION ")
if(NOT BOOST_VERSION_LINE MATCHES "1081")
    message(FATAL_ERROR "chatd is built with Boost 1.81 (libboost1.81-dev); found: ${BOOST_VERSION_LINE}")
endif()
add_library(chatd_boost INTERFACE)
target_compile_definitions(chatd_boost INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
    BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE)
target_link_libraries(chatd_boost INTERFACE OpenSSL::SSL OpenSSL::Crypto)

add_library(chatd_third_party INTERFACE)
target_link_libraries(chatd_third_party INTERFACE PkgConfig::PQXX PkgConfig::ARGON2 PkgConfig::CURL PkgConfig::SYSTEMD PkgConfig::CMARK
    yaml-cpp spdlog::spdlog nlohmann_json::nlohmann_json CLI11::CLI11 date::date-tz OpenSSL::Crypto pq)
