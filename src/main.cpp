namespace chatd::app {
int main(int argc, char** argv);
}
int main(int argc, char** argv) { return chatd::app::main(argc, argv); }
