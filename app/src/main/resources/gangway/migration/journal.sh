folder=$0
while ! test -e "$folder"; do folder=$(dirname "$folder"); done
if test -w "$folder"; then echo writable; else echo read-only; fi
df -P -k "$folder"
