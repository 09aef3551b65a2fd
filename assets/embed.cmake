# Writes OUT: a C++ file that holds every file of FILES (relative to ROOT) as a string.
# Octets are written as numbers: string literals have a length limit that a scenario may pass.
set(body "// Generated from assets/ by assets/embed.cmake.\n#include \"assets/assets.h\"\n\nnamespace assets {\nnamespace {\n")
set(rows "")
set(index 0)
foreach(file IN LISTS FILES)
    file(READ ${ROOT}/${file} hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," octets "${hex}")
    string(APPEND body "constexpr char file_${index}[] = {${octets}'\\0'};\n")
    string(APPEND rows "    File{\"${file}\", {file_${index}, sizeof file_${index} - 1}},\n")
    math(EXPR index "${index} + 1")
endforeach()
string(APPEND body "constexpr File table[] = {\n${rows}};\n}  // namespace\n\nstd::span<const File> files() { return table; }\n}  // namespace assets\n")
file(WRITE ${OUT} "${body}")
