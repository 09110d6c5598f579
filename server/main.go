// Command kring: see README.md. This file is the wiring, told in order.
package main

func main() {}
