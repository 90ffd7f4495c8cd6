using Newtonsoft.Json.Linq;
using VmTest.Reports;

namespace VmTest.UnitTests.Reports;

public sealed class JsonSchemaValidatorTests
{
    [TestCase("{'type':'object'}", "{}", "[]")]
    [TestCase("{'type':'array'}", "[]", "{}")]
    [TestCase("{'type':'string'}", "'x'", "1")]
    [TestCase("{'type':'integer'}", "1", "1.5")]
    [TestCase("{'type':'integer'}", "1.0", "'1'")]
    [TestCase("{'type':'number'}", "1.5", "'1.5'")]
    [TestCase("{'type':'boolean'}", "true", "0")]
    [TestCase("{'type':'null'}", "null", "0")]
    [TestCase("{'type':['string','null']}", "null", "1")]
    [TestCase("{'const':1}", "1", "2")]
    [TestCase("{'const':'a'}", "'a'", "'A'")]
    [TestCase("{'const':1}", "1.0", "true")]
    [TestCase("{'enum':['a','b']}", "'b'", "'c'")]
    [TestCase("{'required':['a']}", "{'a':null}", "{'b':1}")]
    [TestCase("{'properties':{'a':{'type':'string'}}}", "{'a':'x','b':1}", "{'a':1}")]
    [TestCase("{'properties':{'a':{}},'additionalProperties':false}", "{'a':1}", "{'a':1,'b':2}")]
    [TestCase("{'additionalProperties':{'type':'string'}}", "{'b':'x'}", "{'b':2}")]
    [TestCase("{'items':{'type':'integer'}}", "[1,2]", "[1,'2']")]
    [TestCase("{'pattern':'^a+$'}", "'aaa'", "'ab'")]
    [TestCase("{'minLength':2}", "'ab'", "'a'")]
    [TestCase("{'maxLength':2}", "'ab'", "'abc'")]
    [TestCase("{'maxLength':2}", "'😀😀'", "'😀😀😀'")]
    [TestCase("{'minimum':0}", "0", "-1")]
    [TestCase("{'minimum':0}", "0.5", "-0.5")]
    [TestCase("{'maxItems':1}", "[1]", "[1,2]")]
    [TestCase("{'$ref':'#/$defs/x','$defs':{'x':{'type':'string'}}}", "'x'", "1")]
    public void A_keyword_accepts_what_fits_and_refuses_what_does_not(string schema, string accepted, string refused)
    {
        Assert.That(Validate(schema, accepted), Is.Empty);
        Assert.That(Validate(schema, refused), Has.Count.EqualTo(1));
    }

    [TestCase("{'pattern':'^a$','minLength':3,'maxLength':1,'minimum':3,'required':['a'],'items':{'type':'null'},'maxItems':0,'properties':{'a':{'type':'null'}}}", "true")]
    [TestCase("{'required':['a'],'properties':{'a':{'type':'null'}},'additionalProperties':false}", "[1]")]
    public void A_keyword_says_nothing_about_values_of_another_type(string schema, string value) =>
        Assert.That(Validate(schema, value), Is.Empty);

    [TestCase("{'title':'x','description':'x','$schema':'x','$id':'x','format':'date-time','examples':[1]}")]
    public void An_annotation_refuses_nothing(string schema) => Assert.That(Validate(schema, "1"), Is.Empty);

    [TestCase("{'oneOf':[]}")]
    [TestCase("{'properties':{'a':{'maximum':1}}}")]
    public void An_unknown_keyword_is_an_error_of_the_schema(string schema) =>
        Assert.That(() => Validate(schema, "{'a':1}"), Throws.InvalidOperationException.With.Message.Contains("which is not checked here"));

    [TestCase("{'$ref':'#/$defs/missing'}", "refers to")]
    [TestCase("{'type':'float'}", "uses the type")]
    public void A_schema_that_means_nothing_is_an_error(string schema, string message) =>
        Assert.That(() => Validate(schema, "1"), Throws.InvalidOperationException.With.Message.Contains(message));

    [Test]
    public void A_problem_names_its_place_as_a_JSON_pointer()
    {
        const string schema = "{'properties':{'hosts':{'items':{'properties':{'name':{'type':'string'}},'additionalProperties':false}}}}";

        Assert.That(Validate(schema, "{'hosts':[{'name':'x'},{'name':1,'y':2}]}"),
            Is.EqualTo(new[] { "/hosts/1/name is no string", "/hosts/1/y is not part of the schema" }));
        Assert.That(Validate("{'type':'object'}", "1"), Is.EqualTo(new[] { "/ is no object" }));
    }

    [Test]
    public void The_list_of_problems_is_bounded() =>
        Assert.That(Validate("{'items':{'type':'string'}}", $"[{string.Join(',', Enumerable.Range(0, 1000))}]"), Has.Count.InRange(20, 25));

    private static IReadOnlyList<string> Validate(string schema, string value) =>
        new JsonSchemaValidator(JObject.Parse(schema)).Validate(JToken.Parse(value));
}
