# Reads lines "A<TAB>B" and writes -1, 0, 1, or "?" where Gem::Version refuses a side.
out = []
STDIN.each_line(chomp: true) do |line|
  a, b = line.split("\t", -1)
  if Gem::Version.correct?(a) && Gem::Version.correct?(b)
    out << (Gem::Version.new(a) <=> Gem::Version.new(b))
  else
    out << "?"
  end
end
puts out
