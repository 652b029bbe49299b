# prints yes or no: whether libxl has written the file $0; fails if the folder $1 of these files does not exist
[ -d "$1" ] || exit 1
if [ -e "$0" ]; then echo yes; else echo no; fi
