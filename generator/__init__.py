"""Turn a folder of cited facts (YAML) into pages: load, check, view, render. Never imports MkDocs."""
