"""The tests that pytest collects; the plugin hands them the requirements."""
