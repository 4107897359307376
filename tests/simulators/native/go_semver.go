// Reads lines "A<TAB>B" and writes -1, 0, 1, or "?" where golang.org/x/mod/semver refuses a side.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/semver"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		sides := strings.SplitN(lines.Text(), "\t", 2)
		if !semver.IsValid(sides[0]) || !semver.IsValid(sides[1]) {
			fmt.Fprintln(out, "?")
			continue
		}
		fmt.Fprintln(out, semver.Compare(sides[0], sides[1]))
	}
}
