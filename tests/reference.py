"""Writes the README's command reference from the commands themselves; cog puts it in, a test holds that it is current."""

from __future__ import annotations

from casefile.cli.app import COMMANDS, load

EVERYWHERE = ("--db", "--json", "--format", "--identity", "--as", "--reason", "--help")


def reference() -> str:
    """Every command with its arguments, summary, options and example, panel by panel, as Markdown."""
    lines: list[str] = []
    panel = ""
    for name, entry in COMMANDS.items():
        if entry.panel != panel:
            panel = entry.panel
            lines += ["", f"**{panel}**", ""]
        command = load(name)
        arguments = [
            parameter.metavar or parameter.name.upper()
            for parameter in command.params
            if parameter.param_type_name == "argument"
        ]
        options = [
            max(parameter.opts, key=len) for parameter in command.params if parameter.param_type_name == "option"
        ]
        shown = [
            f"`{option}`" for option in options if option not in EVERYWHERE or (name == "export" and option == "--json")
        ]
        usage = " ".join(["casefile", name, *arguments])
        lines.append(f"- `{usage}` {entry.summary}" + (f" {' '.join(shown)}" if shown else ""))
    return "\n".join(lines[1:])
