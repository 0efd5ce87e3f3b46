# cmake -DOUTPUT=… -DFILES=a.sql;b.sql -P embed_migrations.cmake: the migrations as one C++ source, so that the binary needs no files.
set(entries "")
foreach(path IN LISTS FILES)
    get_filename_component(name ${path} NAME_WE)
    if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
        message(FATAL_ERROR "${path}: a migration is named NNNN_noun.sql")
    endif()
    string(REGEX REPLACE "^0+" "" version ${CMAKE_MATCH_1})
    file(READ ${path} sql)
    string(APPEND entries "    {${version}, \"${name}\", R\"migration(${sql})migration\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made by cmake/embed_migrations.cmake from migrations/*.sql.\n#include \"db/migrations.hpp\"\n\n"
    "namespace chatd::db {\nnamespace {\nconstexpr Migration embedded[]{\n${entries}};\n}\n"
    "std::span<const Migration> embedded_migrations() { return embedded; }\n}  // namespace chatd::db\n")
