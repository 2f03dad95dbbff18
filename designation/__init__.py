"""The voluntary framework for covered frontier models: its lifecycles, rules, records and pages."""
