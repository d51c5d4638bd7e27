"""The commands: load, act, show. The one place that turns errors into messages and exit codes."""
