# Completion of destal for bash: destal itself says what may come next, a word a line.
_destal() {
  local IFS=$'\n'
  COMPREPLY=($(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD _DESTAL_COMPLETE=complete_bash destal 2>/dev/null))
}
complete -o default -F _destal destal
